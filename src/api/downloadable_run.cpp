#include "api/downloadable_run.hpp"

#include <algorithm>
#include <utility>

#include "api/problem.hpp"
#include "api/task_answer.hpp"
#include "core/limits.hpp"
#include "query/task_request.hpp"

namespace exportd::api {

namespace {

// Each is read from the store while the client waits; behind so many without a file nobody asks but by a run's number.
constexpr int runs_looked_at_max = 100;
// Proxies take headers of 4 or 8 KiB in all.
constexpr std::size_t link_bytes_max = 2'048;

bool expired(const ServiceParts& parts, const Run& run) {
  // The mark may come up to a minute after the time.
  return run.expired_at || (run.expires_at && *run.expires_at <= parts.clock.wall());
}

std::string why_unready(const Run& run) {
  if (run.status == Status::cancelled) return "the export was cancelled, so there is no file: request it again";
  if (run.status == Status::failed) {
    return "the export has failed, so there is no file: " + (run.error ? run.error->message : "request it again");
  }
  return "the export is under way and its file is not ready: follow the export, or come back";
}

[[noreturn]] void refuse_unready(const Run& run) {
  Headers headers;
  if (!run.status.terminal()) headers.add("Retry-After", "10");
  throw ProblemAnswer{{.status = 409, .code = "not_ready", .detail = why_unready(run), .parameter = {}, .more = {}},
                      std::move(headers)};
}

[[noreturn]] void refuse_expired(const ServiceParts& parts, const TaskRecord& record) {
  std::string again = parts.rules.public_url + "/v1/" + record.task.environment + "/exports";
  const std::string same = query::query_string_of(record.task);
  Problem problem{.status = 410,
                  .code = "expired",
                  .detail =
                      "the file was kept until its time was over: send a POST to the address in \"again\" to "
                      "search once more; what it held is still described at the metadata's address",
                  .parameter = {},
                  .more = {}};
  if (same.size() <= limits::query_bytes_max) {
    if (!same.empty()) again += "?" + same;
  } else {
    problem.more["againForm"] = same;  // too long for an address: for the body, as a form
  }
  problem.more["again"] = again;
  Headers headers;
  if (again.size() <= link_bytes_max) headers.add("Link", "<" + again + R"(>; rel="urn:exportd:again")");
  throw ProblemAnswer{std::move(problem), std::move(headers)};
}

[[noreturn]] void refuse(const ServiceParts& parts, const TaskRecord& record) {
  if (record.run.receipt) refuse_expired(parts, record);
  refuse_unready(record.run);
}

// The newest run that `suits`. Otherwise why not: of the newest run, or of an expired one behind failed ones.
template <class Suits>
TaskRecord newest(const ServiceParts& parts, const TaskId& id, const Suits& suits) {
  TaskRecord first = found_task(parts, id, std::nullopt);
  if (suits(first.run)) return first;
  std::optional<TaskRecord> gone;
  const int last = std::max(1, first.run.number - runs_looked_at_max + 1);
  for (int number = first.run.number - 1; number >= last; --number) {
    auto record = parts.tasks.get(id, number);
    if (!record) continue;
    if (suits(record->run)) return *std::move(record);
    if (record->run.receipt && !gone) gone = std::move(record);
  }
  if (first.run.status.terminal() && gone) refuse(parts, *gone);
  refuse(parts, first);
}

template <class Suits>
TaskRecord that_or_newest(const ServiceParts& parts, const TaskId& id, std::optional<int> run, const Suits& suits) {
  if (!run) return newest(parts, id, suits);
  TaskRecord record = found_task(parts, id, run);
  if (!suits(record.run)) refuse(parts, record);
  return record;
}

}  // namespace

TaskRecord downloadable_run(const ServiceParts& parts, const TaskId& id, std::optional<int> run) {
  return that_or_newest(parts, id, run, [&](const Run& one) { return one.receipt && !expired(parts, one); });
}

TaskRecord described_run(const ServiceParts& parts, const TaskId& id, std::optional<int> run) {
  return that_or_newest(parts, id, run, [](const Run& one) { return one.receipt.has_value(); });
}

}  // namespace exportd::api
