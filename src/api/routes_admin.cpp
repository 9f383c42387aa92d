// What the operator sees and does, with the admin token. Without a configured token there are no such routes.
#include <boost/json/array.hpp>
#include <optional>
#include <string>
#include <utility>

#include "api/audit_json.hpp"
#include "api/bearer_token.hpp"
#include "api/problem.hpp"
#include "api/routes.hpp"
#include "api/task_answer.hpp"
#include "core/rfc3339.hpp"
#include "query/pairs.hpp"

namespace exportd::api {

namespace json = boost::json;

namespace {

void require_admin(const ServiceParts& parts, const Request& request) {
  const auto token = bearer_token(request);
  if (!token) {
    throw ProblemAnswer{{.status = 401,
                         .code = "token_missing",
                         .detail = "this needs the admin token, as \"Authorization: Bearer …\"",
                         .parameter = {},
                         .more = {}},
                        {{"WWW-Authenticate", "Bearer realm=\"exportd\""}}};
  }
  if (same_secret(*token, *parts.rules.admin_token)) return;
  throw ProblemAnswer{
      {.status = 403,
       .code = "wrong_token",
       .detail = "this is not the admin token: it stands in the file that server.admin_token_file names",
       .parameter = {},
       .more = {}},
      {}};
}

[[noreturn]] void refuse_value(const std::string& name, const std::string& value, const std::string& expected) {
  throw ProblemAnswer{{.status = 422,
                       .code = "bad_value",
                       .detail = name + ": " + query::shown(value) + " is not what it takes: give " + expected,
                       .parameter = name,
                       .more = {}},
                      {}};
}

TaskFilter filter_in(const Request& request) {
  const auto pairs = query::decode_pairs(request.query);
  if (!pairs) throw ProblemAnswer{problem_of(pairs.error()), {}};
  TaskFilter filter;
  for (const auto& [name, value] : *pairs) {
    if (value.empty()) continue;
    if (name == "status") {
      filter.status = status_named(value);
      if (!filter.status) refuse_value(name, value, "Pending, Processing, Failed, Succeeded or Cancelled");
    } else if (name == "environment") {
      filter.environment = value;
    } else if (name == "since") {
      filter.since = parse_rfc3339(value);
      if (!filter.since) refuse_value(name, value, "a time like 2026-11-24T09:30:00Z");
    } else if (name == "mail") {
      if (value != "waiting") refuse_value(name, value, "waiting");
      filter.mail_waiting = true;
    } else if (name == "cursor") {
      filter.cursor = value;
    } else if (name == "limit") {
      const auto limit = run_number(value);
      if (!limit || *limit > 1'000) refuse_value(name, value, "a number from 1 to 1000");
      filter.limit = static_cast<std::size_t>(*limit);
    } else {
      throw ProblemAnswer{{.status = 422,
                           .code = "unknown_parameter",
                           .detail = query::shown(name) +
                                     " is no parameter here: there are status, environment, since, mail, cursor, limit",
                           .parameter = name,
                           .more = {}},
                          {}};
    }
  }
  return filter;
}

Reply list(const ServiceParts& parts, TaskWatch& watch, const Request& request) {
  const TaskPage page = parts.tasks.list(filter_in(request));
  json::array exports;
  for (const TaskRecord& record : page.records) {
    exports.push_back(task_answer(parts, record, watch.queue_position(record)));
  }
  json::object body{{"exports", std::move(exports)}, {"nextCursor", nullptr}};
  if (!page.next_cursor.empty()) body["nextCursor"] = page.next_cursor;
  return json_reply(200, body);
}

Reply audit(const ServiceParts& parts, const PathValues& values) {
  const TaskId id = id_in(values);
  static_cast<void>(found_task(parts, id, std::nullopt));
  json::array events;
  for (const AuditEvent& event : parts.tasks.audit(id)) events.push_back(audit_json(event));
  return json_reply(200, {{"events", std::move(events)}});
}

json::value run_of(const std::optional<PendingEntry>& run) {
  if (!run) return nullptr;
  return json::object{{"id", run->task.text()}, {"run", run->run}};
}

Reply stats(const ServiceParts& parts) {
  const TaskCounts counts = parts.tasks.counts();
  json::array slots;
  for (const SlotView& slot : parts.tasks.slots()) {
    slots.push_back(json::object{{"slot", slot.slot}, {"worker", slot.worker}, {"export", run_of(slot.run)}});
  }
  json::object body{{"runs",
                     {{"Pending", counts.pending},
                      {"Processing", counts.processing},
                      {"Succeeded", counts.succeeded},
                      {"Failed", counts.failed},
                      {"Cancelled", counts.cancelled}}},
                    {"files", {{"count", counts.files}, {"bytes", counts.file_bytes}}},
                    {"slots", std::move(slots)},
                    {"mailBacklog", counts.mail_backlog},
                    {"oldestPendingAt", nullptr}};
  if (counts.oldest_pending) body["oldestPendingAt"] = rfc3339(*counts.oldest_pending);
  return json_reply(200, body);
}

Reply retry(const ServiceParts& parts, TaskWatch& watch, const PathValues& values) {
  const auto retried = parts.tasks.retry(id_in(values), ActorKind::admin);
  if (!retried && retried.error() != Refusal::not_found) {
    throw ProblemAnswer{
        {.status = 409,
         .code = "not_ended",
         .detail = "export: it has neither failed nor been cancelled: request it, with refresh=true for a new file",
         .parameter = {},
         .more = {}},
        {}};
  }
  if (!retried) throw ProblemAnswer{problem_of(retried.error()), {}};
  return json_reply(202, task_answer(parts, *retried, watch.queue_position(*retried)));
}

}  // namespace

void add_admin_routes(Router& router, const ServiceParts& parts, TaskWatch& watch) {
  if (!parts.rules.admin_token) return;
  using Values = const PathValues&;
  const auto add = [&](Method method, const std::string& path, Handler handler) {
    Handler guarded = [&parts, handler = std::move(handler)](const Request& request, Values values) {
      require_admin(parts, request);
      return handler(request, values);
    };
    router.add({method, path, Charge::request, std::move(guarded)});
  };
  add(Method::get, "/v1/admin/exports", [&](const Request& request, Values) { return list(parts, watch, request); });
  add(Method::get, "/v1/admin/exports/{id}/audit", [&](const Request&, Values values) { return audit(parts, values); });
  add(Method::post, "/v1/admin/exports/{id}/retry",
      [&](const Request&, Values values) { return retry(parts, watch, values); });
  add(Method::get, "/v1/admin/stats", [&](const Request&, Values) { return stats(parts); });
}

}  // namespace exportd::api
