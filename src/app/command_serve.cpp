// exportd serve, exportd worker: the service of this process, until it is told to stop.
#include <string>

#include "app/commands.hpp"
#include "app/service.hpp"
#include "core/failure.hpp"

namespace exportd::app {

namespace {

LogLevel least_level(const std::string& name) {
  if (name == "trace" || name == "debug") return LogLevel::debug;
  if (name == "warn") return LogLevel::warn;
  return name == "error" ? LogLevel::error : LogLevel::info;
}

}  // namespace

int serve(const Session& session, const ServeCommand& command) {
  const int workers = command.workers.value_or(static_cast<int>(session.config.queue.parallel));
  run_service(session, {.workers = workers,
                        .http = command.http,
                        .listen = command.listen,
                        .log_level = least_level(session.log_level),
                        .listening = {}});
  return exit_done;
}

}  // namespace exportd::app
