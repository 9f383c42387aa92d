// FrontDoor: what every request passes, whichever route it takes: limits, cross-origin rules, the route, and an error
// as problem+json. Called on the pool, by many threads.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "api/download_log.hpp"
#include "api/download_places.hpp"
#include "api/event_streams.hpp"
#include "api/http_message.hpp"
#include "api/problem.hpp"
#include "api/rate_limit.hpp"
#include "api/router.hpp"
#include "api/service_parts.hpp"
#include "api/task_watch.hpp"

namespace exportd::api {

// For the operator: what a problem+json does not tell.
using LogFailure = std::function<void(const std::string& where, const Failure&)>;

class FrontDoor {
 public:
  FrontDoor(const ServiceParts& parts, LogFailure log);

  // `request` must live until a Waiting reply has been worked off.
  [[nodiscard]] Reply answer(const Request& request);
  // A problem that no handler has made, as an answer of this door.
  [[nodiscard]] Reply refuse(const Request& request, const Problem& problem, const Headers& headers) const;
  // Ends what goes on for long: streams of events and waits.
  void end_streams() { watch_.end_all(); }

 private:
  [[nodiscard]] Reply admitted(const Request& request, std::string& route, Headers& limits);
  template <class Make>
  [[nodiscard]] Reply guarded(const Request& request, const std::string& route, Make&& make);
  void finish(const Request& request, Reply& reply, const std::string& route, const Headers& limits) const;
  void charge(const Request& request, Charge charge, Headers& limits);
  void add_cross_origin(const Request& request, Headers& headers) const;

  const ServiceParts& parts_;
  const LogFailure log_;
  TaskWatch watch_;
  EventStreams streams_;
  DownloadPlaces places_;
  DownloadLog downloads_;
  RateLimit requests_;
  RateLimit creations_;
  Router router_;
};

}  // namespace exportd::api
