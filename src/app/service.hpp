// Service: the workers and the housekeeper of one process, each on a thread, until it is told to stop. Then nothing
// more is claimed, what is under way ends or is given back within ten seconds, and run() returns.
#pragma once

#include <filesystem>
#include <string>

#include "app/commands.hpp"
#include "app/event_log.hpp"

namespace exportd::app {

struct ServiceOptions {
  int workers = 3;
  LogLevel log_level = LogLevel::info;
};

// Blocks until session.stop is requested.
void run_service(const Session& session, const ServiceOptions& options);

}  // namespace exportd::app
