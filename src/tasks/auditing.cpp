// The audit log, read, and what is added to it beside the changes of runs: downloads.
#include <span>
#include <utility>

#include "tasks/json_fields.hpp"
#include "tasks/stored_tasks.hpp"

namespace exportd::tasks {

namespace {

std::vector<AuditEvent> events_of(const std::vector<LogEntry>& entries) {
  std::vector<AuditEvent> events;
  events.reserve(entries.size());
  for (const LogEntry& entry : entries) events.push_back(read_body<AuditEvent>(entry.body));
  return events;
}

// Each list keeps its order: that of a task's events is their sequence, whatever the clocks of the instances said.
std::vector<AuditEvent> in_time_order(std::vector<AuditEvent> events, std::vector<AuditEvent> downloads) {
  if (downloads.empty()) return events;
  std::vector<AuditEvent> all;
  all.reserve(events.size() + downloads.size());
  auto next = downloads.begin();
  for (AuditEvent& event : events) {
    while (next != downloads.end() && next->at < event.at) all.push_back(std::move(*next++));
    all.push_back(std::move(event));
  }
  while (next != downloads.end()) all.push_back(std::move(*next++));
  return all;
}

}  // namespace

void StoredTasks::record_download(const DownloadNews& news) {
  Run run;
  run.number = news.run;
  const AuditEvent event{.task = news.task,
                         .sequence = 0,
                         .kind = news.kind,
                         .actor = ActorKind::requester,
                         .instance = instance_,
                         .at = news.at,
                         .from = {},
                         .to = {},
                         .reason = {},
                         .run = std::move(run),
                         .made = {},
                         .download = news.download};
  const LogEntry entry{download_log_key(news), milliseconds(news.at), body_of(event)};
  static_cast<void>(table_.commit({}, std::span(&entry, 1)));  // false: it has been told before
}

std::vector<AuditEvent> StoredTasks::audit(const TaskId& task) {
  // The events first: a download that ends meanwhile is then not told of before what it followed.
  std::vector<AuditEvent> events = events_of(table_.log(log_partition(task)));
  return in_time_order(std::move(events), events_of(table_.log(download_log_partition(task))));
}

std::vector<AuditEvent> StoredTasks::audit_since(WallTime since, std::string& cursor, std::size_t n) {
  return events_of(table_.log_since(milliseconds(since), cursor, n));
}

}  // namespace exportd::tasks
