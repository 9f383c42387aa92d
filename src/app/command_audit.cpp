// exportd audit: the log of what happened, one line of JSON for each event.
#include <boost/json.hpp>

#include "api/audit_json.hpp"
#include "app/commands.hpp"
#include "app/instance.hpp"
#include "app/messages.hpp"
#include "app/task_service.hpp"
#include "core/failure.hpp"
#include "core/rfc3339.hpp"

namespace exportd::app {

namespace {

void print(const Session& session, const AuditEvent& event) {
  print_output(boost::json::serialize(api::audit_json(event)) + "\n", session.stop);
}

WallTime since_time(const std::string& text) {
  if (text.empty()) return WallTime{};
  if (const auto time = parse_rfc3339(text)) return *time;
  throw Failure(FailureKind::reject, "bad_value",
                "audit: --since " + text + ": no time: give one like 2026-11-24 or 2026-11-24T09:30:00Z");
}

}  // namespace

int show_audit(const Session& session, const AuditCommand& command) {
  const WallTime since = since_time(command.since);
  OpenTasks tasks(session.config, session.clock, instance_name());
  if (!command.id.empty()) {
    if (!TaskId::well_formed(command.id) || !tasks.store().get(TaskId(command.id), std::nullopt)) {
      throw Failure(FailureKind::ours, "not_found",
                    "audit: there is no task " + command.id + ": see exportd tasks list");
    }
    for (const AuditEvent& event : tasks.store().audit(TaskId(command.id))) {
      if (event.at >= since) print(session, event);
    }
    return exit_done;
  }
  constexpr std::size_t at_once = 500;
  std::string cursor;
  do {
    for (const AuditEvent& event : tasks.store().audit_since(since, cursor, at_once)) print(session, event);
  } while (!cursor.empty());
  return exit_done;
}

}  // namespace exportd::app
