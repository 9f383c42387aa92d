// What every step of the task store does alike.
#include "tasks/stored_tasks.hpp"

#include <algorithm>

#include "tasks/json_fields.hpp"

namespace exportd::tasks {

StoredTasks::StoredTasks(RecordTable& table, const Clock& clock, const QueueRules& rules, std::string instance)
    : table_(table), clock_(clock), rules_(rules), instance_(std::move(instance)) {
  const auto kept = atomically([&](TaskStep& step) -> std::optional<std::uint64_t> {
    step.read({rules_key(), token_counter_key(), token_floor_key()});
    if (step.exists(rules_key())) return step.number(rules_key());
    step.put(rules_key(), body_of_number(static_cast<std::uint64_t>(rules_.parallel)));
    if (!step.exists(token_counter_key())) {
      // Above those of any store made before for the same folder of objects: none of its tokens is given again.
      const auto since = static_cast<std::uint64_t>(std::max<std::int64_t>(milliseconds(clock_.wall()), 0));
      step.put(token_counter_key(), body_of_number(since));
      step.put(token_floor_key(), body_of_number(since));
    }
    if (!step.commit()) return std::nullopt;
    return static_cast<std::uint64_t>(rules_.parallel);
  });
  if (kept == static_cast<std::uint64_t>(rules_.parallel)) return;
  throw Failure(FailureKind::reject, "bad_config",
                "configuration: queue.parallel is " + std::to_string(rules_.parallel) +
                    " here and the task store was made with " + std::to_string(kept) +
                    ": give all instances the store's number");
}

std::optional<StoredTasks::Subject> StoredTasks::subject(TaskStep& step, const TaskId& task, std::optional<int> run) {
  step.read({head_key(task)});
  auto head = step.find<Head>(head_key(task));
  if (!head) return std::nullopt;
  const RecordKey key = run_key(task, run.value_or(head->newest));
  step.read({key});
  auto found = step.find<Run>(key);
  if (!found) return std::nullopt;
  const Status before = found->status.now();
  return Subject{*std::move(head), *std::move(found), before};
}

void StoredTasks::add_event(TaskStep& step, Subject& subject, AuditKind kind, ActorKind actor, std::string reason) {
  Head& head = subject.head;
  AuditEvent event{.task = head.task.id,
                   .sequence = ++head.sequence,
                   .kind = kind,
                   .actor = actor,
                   .instance = instance_,
                   .at = clock_.wall(),
                   .from = {},
                   .to = {},
                   .reason = std::move(reason),
                   .run = subject.run,
                   .made = {},
                   .download = {}};
  if (kind == AuditKind::created) event.made = head.task;
  if (subject.run.status != subject.before || kind == AuditKind::created) {
    if (kind != AuditKind::created) event.from = subject.before;
    event.to = subject.run.status.now();
    subject.before = subject.run.status.now();
  }
  step.log(
      {{log_partition(head.task.id), log_sort(event.sequence)}, event.at.time_since_epoch().count(), body_of(event)});
}

void StoredTasks::put_with_event(TaskStep& step, Subject& subject, AuditKind kind, ActorKind actor,
                                 std::string reason) {
  add_event(step, subject, kind, actor, std::move(reason));
  step.put(head_key(subject.head.task.id), body_of(subject.head));
  step.put(run_key(subject.head.task.id, subject.run.number), body_of(subject.run));
}

void StoredTasks::put_ending(TaskStep& step, const Subject& subject) const {
  const TaskId& task = subject.head.task.id;
  const Run& run = subject.run;
  const RecordKey outbox = outbox_key(task, run.number);
  const RecordKey erasure = timed_key("erasure", *run.finished_at, task, run.number);
  step.read({tally_key(), outbox, erasure});
  Tally tally = step.find<Tally>(tally_key()).value_or(Tally{});
  count_ended(tally, run);
  step.put(tally_key(), body_of(tally));
  if (run.notification != Notification::none) {
    step.put(outbox, body_of_number(run.version));
    step.put(erasure, body_of(PendingEntry{task, run.number}));
  }
  if (run.expires_at) {
    const RecordKey expiry = timed_key("expiry", *run.expires_at, task, run.number);
    step.read({expiry});
    step.put(expiry, body_of(PendingEntry{task, run.number}));
  }
}

std::optional<Slot> StoredTasks::slot_of(TaskStep& step, const TaskId& task, const Run& run) {
  if (!run.slot) return std::nullopt;
  step.read({slot_key(*run.slot)});
  auto slot = step.find<Slot>(slot_key(*run.slot));
  if (!slot || slot->run != PendingEntry{task, run.number}) return std::nullopt;
  return slot;
}

}  // namespace exportd::tasks
