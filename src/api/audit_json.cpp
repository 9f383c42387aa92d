#include "api/audit_json.hpp"

#include <boost/json/array.hpp>
#include <string>

#include "core/rfc3339.hpp"

namespace exportd::api {

namespace json = boost::json;

namespace {

json::object record_json(const Run& run) {
  json::array attempts;
  for (const Attempt& attempt : run.attempts) {
    json::object one{
        {"number", attempt.number}, {"token", attempt.token.value}, {"startedAt", rfc3339(attempt.started_at)}};
    if (attempt.ended_at) one["endedAt"] = rfc3339(*attempt.ended_at);
    if (attempt.error) one["error"] = json::object{{"code", attempt.error->code}, {"message", attempt.error->message}};
    attempts.push_back(std::move(one));
  }
  json::object record{{"status", status_name(run.status.now())},
                      {"version", run.version},
                      {"place", run.place},
                      {"takeovers", run.takeovers},
                      {"attempts", std::move(attempts)}};
  if (run.receipt) {
    record["object"] = run.receipt->object.text();
    record["records"] = run.receipt->records;
    record["bytes"] = run.receipt->bytes;
    record["sha256"] = run.receipt->sha256;
    record["dataVersion"] = run.receipt->data_version;
  }
  if (run.error) record["error"] = json::object{{"code", run.error->code}, {"message", run.error->message}};
  return record;
}

json::object download_json(const AuditEvent& event) {
  const Download& download = *event.download;
  json::object made{{"id", download.id}, {"range", nullptr}};
  if (download.range) {
    made["range"] = std::to_string(download.range->first) + "-" + std::to_string(download.range->last);
  }
  if (event.kind == AuditKind::download_started) return made;
  made["requests"] = download.requests;
  made["bytes"] = download.bytes;
  return made;
}

}  // namespace

json::object audit_json(const AuditEvent& event) {
  json::object made{{"task", event.task.text()}, {"run", event.run.number}};
  if (!event.download) made["sequence"] = event.sequence;
  made["event"] = audit_kind_name(event.kind);
  made["actor"] = actor_name(event.actor);
  made["instance"] = event.instance;
  made["at"] = rfc3339(event.at);
  if (event.from) made["from"] = status_name(*event.from);
  if (event.to) made["to"] = status_name(*event.to);
  if (!event.reason.empty()) made["reason"] = event.reason;
  if (event.download) {
    made["download"] = download_json(event);
  } else {
    made["record"] = record_json(event.run);
  }
  return made;
}

}  // namespace exportd::api
