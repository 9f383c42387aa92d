// HttpDoor: the HTTP API of this process: its handlers on the service's stores, and the server in front of them.
#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "app/config.hpp"
#include "app/event_log.hpp"
#include "app/metrics.hpp"
#include "core/ports.hpp"

namespace exportd::app {

struct DoorParts {
  const Config& config;
  Clock& clock;
  TaskStore& tasks;
  Search& search;
  FileStore& files;
  EventLog& log;
  Metrics& metrics;
  std::stop_token stop;
};

class HttpDoor {
 public:
  // Listens from now on; answers once run() is called. Failure(reject, "bad_config") for what the configuration has
  // wrong about the door, ours "address_in_use". `listen` empty: the configured address.
  HttpDoor(const DoorParts& parts, const std::string& listen);
  ~HttpDoor();
  HttpDoor(const HttpDoor&) = delete;
  HttpDoor& operator=(const HttpDoor&) = delete;

  [[nodiscard]] std::string address() const;
  // Blocks until a stop is requested and what is under way has ended, or has had its time.
  void run();

 private:
  struct Inner;
  std::unique_ptr<Inner> inner_;
};

}  // namespace exportd::app
