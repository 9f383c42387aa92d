// The bodies of the task store's records, there and back.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "tasks/json_fields.hpp"
#include "tasks/run_json.hpp"
#include "tasks/stored_records.hpp"
#include "tasks/whole_utf8.hpp"

namespace exportd::tasks {

namespace json = boost::json;

namespace {

json::value parsed(std::string_view body) {
  json::error_code bad;
  json::value value = json::parse({body.data(), body.size()}, bad);
  if (bad) refuse_record("not JSON");
  return value;
}

json::object task_json(const Task& task) {
  return {{"id", task.id.text()},
          {"environment", task.environment},
          {"searchParameters", task.search_parameters},
          {"fileOptions", task.file_options}};
}
Task task_of(const Fields& fields) {
  return {TaskId(fields.text("id")), fields.text("environment"), fields.text("searchParameters"),
          fields.text("fileOptions")};
}

json::object download_json(const Download& download) {
  json::object made{{"id", download.id}, {"requests", download.requests}};
  if (download.range) made["range"] = {{"first", download.range->first}, {"last", download.range->last}};
  put_number(made, "bytes", download.bytes);
  return made;
}
Download download_of(const Fields& fields) {
  Download download{
      fields.text("id"), {}, fields.number<std::uint64_t>("requests"), fields.number<std::uint64_t>("bytes")};
  if (const json::value* value = fields.find("range")) {
    const Fields range(*value);
    download.range = ByteSpan{range.number<std::uint64_t>("first"), range.number<std::uint64_t>("last")};
  }
  return download;
}

std::string as_body(const json::value& value) {
  return whole_utf8(json::serialize(value));
}

}  // namespace

std::string body_of(const Head& head) {
  json::object made = task_json(head.task);
  made["newest"] = head.newest;
  made["sequence"] = head.sequence;
  return as_body(made);
}
template <>
Head read_body<Head>(std::string_view body) {
  const json::value value = parsed(body);
  const Fields fields(value);
  return {task_of(fields), fields.number<int>("newest"), fields.number<std::uint64_t>("sequence")};
}

std::string body_of(const Run& run) {
  return as_body(run_json(run));
}
template <>
Run read_body<Run>(std::string_view body) {
  return run_of(parsed(body));
}

std::string body_of(const Requester& requester) {
  json::object made{{"run", requester.run}, {"requestedAt", milliseconds(requester.requested_at)}};
  put_text(made, "address", requester.address_key);
  if (requester.left) made["left"] = true;
  return as_body(made);
}
template <>
Requester read_body<Requester>(std::string_view body) {
  const json::value value = parsed(body);
  const Fields fields(value);
  return {fields.number<int>("run"), fields.text("address"), wall_time(fields.number("requestedAt")),
          fields.flag("left")};
}

std::string body_of(const UsedKey& used) {
  return as_body(json::object{{"run", used.run}, {"token", used.token.hex}, {"at", milliseconds(used.at)}});
}
template <>
UsedKey read_body<UsedKey>(std::string_view body) {
  const json::value value = parsed(body);
  const Fields fields(value);
  return {fields.number<int>("run"), TokenHash{fields.text("token")}, wall_time(fields.number("at"))};
}

std::string body_of(const WaitingAddress& waiting) {
  return as_body(json::object{{"address", waiting.address}, {"waiting", waiting.waiting}});
}
template <>
WaitingAddress read_body<WaitingAddress>(std::string_view body) {
  const json::value value = parsed(body);
  const Fields fields(value);
  return {fields.text("address"), fields.number<int>("waiting")};
}

std::string body_of(const PendingEntry& entry) {
  return as_body(json::object{{"task", entry.task.text()}, {"run", entry.run}});
}
template <>
PendingEntry read_body<PendingEntry>(std::string_view body) {
  const json::value value = parsed(body);
  const Fields fields(value);
  return {TaskId(fields.text("task")), fields.number<int>("run")};
}

std::string body_of(const Slot& slot) {
  if (!slot.run) return "{}";
  json::object made{{"task", slot.run->task.text()},
                    {"run", slot.run->run},
                    {"lease", slot.lease.value},
                    {"token", slot.token.value},
                    {"beat", slot.beat},
                    {"worker", slot.worker},
                    {"progress", progress_json(slot.progress)}};
  put_text(made, "searchContext", slot.search_context);
  if (slot.cancel) made["cancel"] = true;
  return as_body(made);
}
template <>
Slot read_body<Slot>(std::string_view body) {
  const json::value value = parsed(body);
  const Fields fields(value);
  if (fields.find("task") == nullptr) return {};
  Slot slot;
  slot.run = PendingEntry{TaskId(fields.text("task")), fields.number<int>("run")};
  slot.lease.value = fields.number<std::uint64_t>("lease");
  slot.token.value = fields.number<std::uint64_t>("token");
  slot.beat = fields.number<std::uint64_t>("beat");
  slot.worker = fields.text("worker");
  slot.search_context = fields.text("searchContext");
  if (const json::value* progress = fields.find("progress")) slot.progress = progress_of(*progress);
  slot.cancel = fields.flag("cancel");
  return slot;
}

std::string body_of(const Tally& tally) {
  return as_body(json::object{{"failed", tally.failed},
                              {"succeeded", tally.succeeded},
                              {"cancelled", tally.cancelled},
                              {"files", tally.files},
                              {"fileBytes", tally.file_bytes}});
}
template <>
Tally read_body<Tally>(std::string_view body) {
  const json::value value = parsed(body);
  const Fields fields(value);
  return {fields.number<std::uint64_t>("failed"), fields.number<std::uint64_t>("succeeded"),
          fields.number<std::uint64_t>("cancelled"), fields.number<std::uint64_t>("files"),
          fields.number<std::uint64_t>("fileBytes")};
}

std::string body_of(const DutyView& duty) {
  return as_body(json::object{{"holder", duty.holder}, {"beat", duty.beat}});
}
template <>
DutyView read_body<DutyView>(std::string_view body) {
  const json::value value = parsed(body);
  const Fields fields(value);
  return {fields.text("holder"), fields.number<std::uint64_t>("beat"), 0};
}

std::string body_of(const AuditEvent& event) {
  json::object made{{"task", event.task.text()},           {"sequence", event.sequence},
                    {"kind", audit_kind_name(event.kind)}, {"actor", actor_name(event.actor)},
                    {"instance", event.instance},          {"at", milliseconds(event.at)}};
  if (event.download) {
    made["run"] = event.run.number;
    made["download"] = download_json(*event.download);
  } else {
    made["record"] = run_json(event.run);
  }
  if (event.from) made["from"] = status_name(*event.from);
  if (event.to) made["to"] = status_name(*event.to);
  put_text(made, "reason", event.reason);
  if (event.made) made["made"] = task_json(*event.made);
  return as_body(made);
}
template <>
AuditEvent read_body<AuditEvent>(std::string_view body) {
  const json::value value = parsed(body);
  const Fields fields(value);
  AuditEvent event{TaskId(fields.text("task")), 0, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}};
  event.sequence = fields.number<std::uint64_t>("sequence");
  event.kind = word<AuditKind>(audit_kind_names, fields.text("kind"));
  event.actor = word<ActorKind>(actor_names, fields.text("actor"));
  event.instance = fields.text("instance");
  event.at = wall_time(fields.number("at"));
  event.from = status_named(fields.text("from"));
  event.to = status_named(fields.text("to"));
  event.reason = fields.text("reason");
  if (const json::value* run = fields.find("record")) event.run = run_of(*run);
  if (const json::value* made = fields.find("made")) event.made = task_of(Fields(*made));
  if (const json::value* download = fields.find("download")) {
    event.run.number = fields.number<int>("run");
    event.download = download_of(Fields(*download));
  }
  return event;
}

std::string body_of_number(std::uint64_t number) {
  return as_body(json::object{{"number", number}});
}
std::uint64_t read_number(std::string_view body) {
  const json::value value = parsed(body);
  return Fields(value).number<std::uint64_t>("number");
}

}  // namespace exportd::tasks
