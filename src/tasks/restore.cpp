#include "tasks/restore.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "core/failure.hpp"
#include "tasks/json_fields.hpp"
#include "tasks/stored_records.hpp"
#include "tasks/task_step.hpp"

namespace exportd::tasks {

namespace {

void commit(TaskStep& step) {
  if (step.commit()) return;
  throw Failure(FailureKind::retry, "store_busy", "restore: somebody else writes to the new store: restore once more");
}

void put(RecordTable& table, const RecordKey& key, std::string body) {
  TaskStep step(table);
  step.read({key});
  step.put(key, std::move(body));
  commit(step);
}

void clear(RecordTable& table, const char* partition) {
  for (const Record& record : table.range({partition, "", "", 0, Order::ascending})) {
    TaskStep step(table);
    step.read({record.key});
    step.remove(record.key);
    commit(step);
  }
}

// Each task's events in their order, up to the first one after `to`: clocks differ, sequences do not.
std::map<std::string, std::vector<LogEntry>> events_until(const RestorePlan& plan) {
  std::map<std::string, std::vector<LogEntry>> tasks;
  for (const LogEntry& entry : plan.log) {
    if (!is_of_download(entry)) tasks[entry.key.partition].push_back(entry);
  }
  for (auto& [partition, entries] : tasks) {
    std::ranges::sort(entries, {}, [](const LogEntry& entry) { return entry.key.sort; });
    const auto later =
        std::ranges::find_if(entries, [&](const LogEntry& entry) { return wall_time(entry.stamp) > plan.to; });
    entries.erase(later, entries.end());
  }
  return tasks;
}

// They are of no run's state: copied as they are.
void copy_downloads(RecordTable& table, const RestorePlan& plan) {
  for (const LogEntry& entry : plan.log) {
    if (!is_of_download(entry) || wall_time(entry.stamp) > plan.to) continue;
    static_cast<void>(table.commit({}, std::span(&entry, 1)));  // false: the snapshot has it
  }
}

// What is kept about the queue as a whole, made anew from the runs.
class Queue {
 public:
  explicit Queue(RecordTable& table) : table_(table) {
    for (const char* partition : {"queue", "slot", "created", "expiry", "expired", "outbox", "erasure"}) {
      clear(table_, partition);
    }
  }

  void add(const TaskId& task, const Run& run) {
    const std::string entry = body_of(PendingEntry{task, run.number});
    put(table_, timed_key("created", run.created_at, task, run.number), entry);
    place_ = std::max(place_, run.place);
    switch (run.status.now()) {
      case Status::pending: put(table_, queue_key(run.place), entry); break;
      case Status::failed:
      case Status::succeeded:
      case Status::cancelled: count_ended(tally_, run); break;
      case Status::processing: break;
    }
    if (run.status.terminal() && run.notification != Notification::none) {
      put(table_, timed_key("erasure", *run.finished_at, task, run.number), entry);
    }
    if (run.status.terminal() && run.notification == Notification::queued) {
      put(table_, outbox_key(task, run.number), body_of_number(run.version));
    }
    if (run.expires_at && !run.expired_at) put(table_, timed_key("expiry", *run.expires_at, task, run.number), entry);
    if (run.expired_at && !run.deleted_at) put(table_, timed_key("expired", *run.expired_at, task, run.number), entry);
  }

  void finish(FencingToken highest) {
    put(table_, place_counter_key(), body_of_number(place_));
    put(table_, tally_key(), body_of(tally_));
    put(table_, token_counter_key(), body_of_number(highest.value));
    put(table_, token_floor_key(), body_of_number(highest.value));
  }

 private:
  RecordTable& table_;
  std::uint64_t place_ = 0;
  Tally tally_;
};

// A run that was under way has no worker any more: cancelled if that was asked for, else back to its place, as on a
// clean shutdown.
void end_lease(RecordTable& table, Head& head, Run& run, WallTime now) {
  const bool cancel = run.cancel_requested;
  const bool moved =
      cancel ? settle_run(run, {Status::cancelled, std::nullopt, std::nullopt}, {}, now) : give_back_run(run);
  if (!moved) return;
  const AuditEvent event{.task = head.task.id,
                         .sequence = ++head.sequence,
                         .kind = cancel ? AuditKind::cancelled : AuditKind::given_back,
                         .actor = ActorKind::command_line,
                         .instance = "restore",
                         .at = now,
                         .from = Status::processing,
                         .to = run.status.now(),
                         .reason = "the store was restored",
                         .run = run,
                         .made = {},
                         .download = {}};
  const LogEntry entry{{log_partition(head.task.id), log_sort(event.sequence)}, milliseconds(now), body_of(event)};
  static_cast<void>(table.commit({}, std::span(&entry, 1)));
}

}  // namespace

std::vector<Record> suppressions(RecordTable& table) {
  return table.range({"suppressed", "", "", 0, Order::ascending});
}

FencingToken highest_token(RecordTable& table, const std::vector<LogEntry>& log) {
  TaskStep step(table);
  step.read({token_counter_key()});
  FencingToken highest{step.number(token_counter_key())};
  for (const LogEntry& entry : log) {
    for (const Attempt& attempt : read_body<AuditEvent>(entry.body).run.attempts) {
      highest = std::max(highest, attempt.token);
    }
  }
  return highest;
}

RestoreReport restore_tasks(RecordTable& table, const RestorePlan& plan) {
  RestoreReport report;
  Queue queue(table);
  for (const auto& [partition, entries] : events_until(plan)) {
    Head head{{TaskId(partition), "", "", ""}, 0, 0};
    std::map<int, Run> runs;
    for (const LogEntry& entry : entries) {
      static_cast<void>(table.commit({}, std::span(&entry, 1)));  // false: the snapshot has it
      const auto event = read_body<AuditEvent>(entry.body);
      if (event.made) head.task = *event.made;
      head.sequence = event.sequence;
      head.newest = std::max(head.newest, event.run.number);
      runs[event.run.number] = event.run;
    }
    // The snapshot may hold an event of after `to`: the next one comes behind it.
    for (const LogEntry& kept : table.log(partition)) {
      head.sequence = std::max(head.sequence, read_body<AuditEvent>(kept.body).sequence);
    }
    for (auto& [number, run] : runs) {
      if (run.status == Status::processing) {
        end_lease(table, head, run, plan.now);
        if (run.status == Status::pending) ++report.requeued;
      }
      put(table, run_key(head.task.id, number), body_of(run));
      queue.add(head.task.id, run);
      ++report.runs;
    }
    if (!runs.empty()) put(table, head_key(head.task.id), body_of(head));
  }
  copy_downloads(table, plan);
  queue.finish(plan.highest);
  for (const Record& suppression : plan.suppressed) put(table, suppression.key, suppression.body);
  return report;
}

}  // namespace exportd::tasks
