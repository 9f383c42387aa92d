#include "tasks/run_json.hpp"

#include <boost/json/array.hpp>
#include <string_view>

#include "tasks/json_fields.hpp"

namespace exportd::tasks {

namespace json = boost::json;

namespace {

json::object error_json(const RunError& error) {
  return {{"code", error.code}, {"message", error.message}};
}
std::optional<RunError> error_of(const json::value* value) {
  if (value == nullptr) return std::nullopt;
  const Fields fields(*value);
  return RunError{fields.text("code"), fields.text("message")};
}

json::object attempt_json(const Attempt& attempt) {
  json::object made{{"number", attempt.number}, {"token", attempt.token.value}};
  put_time(made, "startedAt", attempt.started_at);
  put_time(made, "endedAt", attempt.ended_at);
  if (attempt.error) made["error"] = error_json(*attempt.error);
  return made;
}
Attempt attempt_of(const json::value& value) {
  const Fields fields(value);
  return {fields.number<int>("number"), FencingToken{fields.number<std::uint64_t>("token")},
          fields.time("startedAt").value_or(WallTime{}), fields.time("endedAt"), error_of(fields.find("error"))};
}

json::object receipt_json(const Receipt& receipt) {
  return {{"object", receipt.object.text()},     {"metadataObject", receipt.metadata_object.text()},
          {"records", receipt.records},          {"rows", receipt.rows},
          {"columns", receipt.columns},          {"bytes", receipt.bytes},
          {"sealedBytes", receipt.sealed_bytes}, {"sha256", receipt.sha256},
          {"dataVersion", receipt.data_version}};
}
std::optional<Receipt> receipt_of(const json::value* value) {
  if (value == nullptr) return std::nullopt;
  const Fields fields(*value);
  return Receipt{.object = ObjectKey(fields.text("object")),
                 .metadata_object = ObjectKey(fields.text("metadataObject")),
                 .records = fields.number<std::uint64_t>("records"),
                 .rows = fields.number<std::uint64_t>("rows"),
                 .columns = fields.number<std::uint64_t>("columns"),
                 .bytes = fields.number<std::uint64_t>("bytes"),
                 .sealed_bytes = fields.number<std::uint64_t>("sealedBytes"),
                 .sha256 = fields.text("sha256"),
                 .data_version = fields.text("dataVersion")};
}

}  // namespace

json::object progress_json(const Progress& progress) {
  json::object made{{"stage", stage_name(progress.stage)}};
  put_number(made, "records", progress.records);
  if (progress.total_records) made["totalRecords"] = *progress.total_records;
  put_number(made, "bytes", progress.bytes);
  put_number(made, "perMille", progress.per_mille);
  if (progress.remaining_seconds) made["remainingSeconds"] = *progress.remaining_seconds;
  return made;
}

Progress progress_of(const json::value& value) {
  const Fields fields(value);
  Progress progress;
  progress.stage = word<Stage>(stage_names, fields.text("stage"));
  progress.records = fields.number<std::uint64_t>("records");
  if (fields.find("totalRecords") != nullptr) progress.total_records = fields.number<std::uint64_t>("totalRecords");
  progress.bytes = fields.number<std::uint64_t>("bytes");
  progress.per_mille = fields.number<std::uint32_t>("perMille");
  if (fields.find("remainingSeconds") != nullptr) {
    progress.remaining_seconds = fields.number<std::uint64_t>("remainingSeconds");
  }
  return progress;
}

json::object run_json(const Run& run) {
  json::object made{{"number", run.number},
                    {"version", run.version},
                    {"place", run.place},
                    {"status", status_name(run.status.now())},
                    {"progress", progress_json(run.progress)},
                    {"requesters", run.requesters},
                    {"notification", notification_names.at(static_cast<std::size_t>(run.notification))}};
  json::array attempts;
  for (const Attempt& attempt : run.attempts) attempts.push_back(attempt_json(attempt));
  made["attempts"] = std::move(attempts);
  if (run.slot) made["slot"] = *run.slot;
  put_number(made, "takeovers", static_cast<std::uint64_t>(run.takeovers));
  if (run.cancel_requested) made["cancelRequested"] = true;
  put_number(made, "requestersFrom", static_cast<std::uint64_t>(run.requesters_from));
  put_time(made, "createdAt", run.created_at);
  put_time(made, "startedAt", run.started_at);
  put_time(made, "finishedAt", run.finished_at);
  put_time(made, "expiresAt", run.expires_at);
  put_time(made, "expiredAt", run.expired_at);
  put_time(made, "deletedAt", run.deleted_at);
  if (run.error) made["error"] = error_json(*run.error);
  if (run.receipt) made["receipt"] = receipt_json(*run.receipt);
  put_text(made, "dataVersion", run.data_version);
  return made;
}

Run run_of(const json::value& value) {
  const Fields fields(value);
  Run run;
  run.number = fields.number<int>("number");
  run.version = fields.number<std::uint64_t>("version");
  run.place = fields.number<std::uint64_t>("place");
  run.status = RunStatus::stored(word<Status>(status_names, fields.text("status")));
  if (const json::value* progress = fields.find("progress")) run.progress = progress_of(*progress);
  if (const json::value* attempts = fields.find("attempts"); attempts != nullptr && attempts->is_array()) {
    for (const json::value& attempt : attempts->get_array()) run.attempts.push_back(attempt_of(attempt));
  }
  if (fields.find("slot") != nullptr) run.slot = fields.number<int>("slot");
  run.takeovers = fields.number<int>("takeovers");
  run.cancel_requested = fields.flag("cancelRequested");
  run.requesters = fields.number<int>("requesters");
  run.requesters_from = fields.number<int>("requestersFrom");
  run.created_at = fields.time("createdAt").value_or(WallTime{});
  run.started_at = fields.time("startedAt");
  run.finished_at = fields.time("finishedAt");
  run.expires_at = fields.time("expiresAt");
  run.expired_at = fields.time("expiredAt");
  run.deleted_at = fields.time("deletedAt");
  run.error = error_of(fields.find("error"));
  run.receipt = receipt_of(fields.find("receipt"));
  run.notification = word<Notification>(notification_names, fields.text("notification"));
  run.data_version = fields.text("dataVersion");
  return run;
}

}  // namespace exportd::tasks
