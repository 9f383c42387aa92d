#include "api/task_json.hpp"

#include <algorithm>
#include <boost/json/array.hpp>

#include "core/file_name.hpp"
#include "core/rfc3339.hpp"

namespace exportd::api {

namespace json = boost::json;

namespace {

json::value time_or_null(const std::optional<WallTime>& time) {
  if (!time) return nullptr;
  return json::value(rfc3339(*time));
}

json::value error_or_null(const std::optional<RunError>& error) {
  if (!error) return nullptr;
  return json::object{{"code", error->code}, {"message", error->message}};
}

// One decimal: 42.3; a whole number as one.
json::value percent(const Progress& progress) {
  if (progress.per_mille % 10 == 0) return progress.per_mille / 10;
  return static_cast<double>(progress.per_mille) / 10.0;
}

json::object progress_json(const Run& run) {
  const Progress& progress = run.progress;
  json::object made{{"stage", stage_name(progress.stage)}, {"rows", progress.records}, {"totalRows", nullptr},
                    {"percent", percent(progress)},        {"bytes", progress.bytes},  {"etaSeconds", nullptr}};
  if (progress.total_records) made["totalRows"] = *progress.total_records;
  if (progress.remaining_seconds) made["etaSeconds"] = *progress.remaining_seconds;
  return made;
}

json::array attempts_json(const Run& run) {
  json::array attempts;
  for (const Attempt& attempt : run.attempts) {
    attempts.push_back(json::object{{"number", attempt.number},
                                    {"startedAt", rfc3339(attempt.started_at)},
                                    {"endedAt", time_or_null(attempt.ended_at)},
                                    {"error", error_or_null(attempt.error)}});
  }
  return attempts;
}

json::value file_json(const Task& task, const Run& run) {
  if (!run.receipt) return nullptr;
  return json::object{{"name", file_name(task)},
                      {"bytes", run.receipt->bytes},
                      {"rows", run.receipt->rows},
                      {"records", run.receipt->records},
                      {"columns", run.receipt->columns},
                      {"sha256", run.receipt->sha256},
                      {"fileType", file_option(task, "fileType", "csv")},
                      {"expiresAt", time_or_null(run.expires_at)}};
}

json::object links_json(const TaskView& view) {
  const Task& task = view.record.task;
  const Run& run = view.record.run;
  const std::string self = view.public_url + "/v1/exports/" + task.id.text();
  const std::string of_run = "?run=" + std::to_string(run.number);
  json::object links{{"self", self + of_run},
                     {"events", self + "/events"},
                     {"file", nullptr},
                     {"page", view.public_url + "/exports/" + task.id.text() + of_run},
                     {"metadata", nullptr}};
  if (run.receipt) links["metadata"] = self + "/metadata" + of_run;
  if (run.receipt && !run.expired_at) links["file"] = self + "/runs/" + std::to_string(run.number) + "/file";
  return links;
}

}  // namespace

json::object task_json(const TaskView& view) {
  const Task& task = view.record.task;
  const Run& run = view.record.run;
  const std::uint64_t records = run.progress.total_records.value_or(0);
  return {{"id", task.id.text()},
          {"run", run.number},
          {"environment", task.environment},
          {"searchParameters", task.search_parameters},
          {"fileOptions", task.file_options},
          {"fileType", file_option(task, "fileType", "csv")},
          {"status", status_name(run.status.now())},
          {"progress", progress_json(run)},
          {"queuePosition", view.queue_position},
          {"attempt", std::max<std::size_t>(run.attempts.size(), 1)},
          {"maxAttempts", view.attempts_max},
          {"createdAt", rfc3339(run.created_at)},
          {"startedAt", time_or_null(run.started_at)},
          {"finishedAt", time_or_null(run.finished_at)},
          {"delivery", records < view.browser_rows ? "browser" : "email"},
          {"notification", notification_names.at(static_cast<std::size_t>(run.notification))},
          {"dataVersion", run.data_version.empty() ? json::value(nullptr) : json::value(run.data_version)},
          {"error", error_or_null(run.error)},
          {"attempts", attempts_json(run)},
          {"file", file_json(task, run)},
          {"links", links_json(view)}};
}

}  // namespace exportd::api
