// Service: the workers, the housekeeper and the HTTP API of one process, until it is told to stop. Then nothing more
// is claimed or accepted, what is under way ends or is given back within ten seconds, and run() returns.
#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include "app/commands.hpp"
#include "app/event_log.hpp"

namespace exportd::app {

struct ServiceOptions {
  int workers = 3;
  bool http = false;   // the HTTP API too
  std::string listen;  // empty: the configured address
  LogLevel log_level = LogLevel::info;
  // Called once, on a thread of its own, when the API listens: with its address, and what tells that all ends.
  std::function<void(const std::string& address, const std::stop_token& stop)> listening;
};

// Blocks until session.stop is requested.
void run_service(const Session& session, const ServiceOptions& options);

}  // namespace exportd::app
