// Files that are not kept for ever: marked first, their objects removed later.
#include "tasks/stored_tasks.hpp"

namespace exportd::tasks {

std::vector<TaskRecord> StoredTasks::expire(WallTime now, std::size_t n) {
  std::vector<TaskRecord> expired;
  for (const Record& due : table_.range({"expiry", "", "", n, Order::ascending})) {
    if (due.key.sort > time_text(now) + "~") break;
    const auto entry = read_body<PendingEntry>(due.body);
    auto marked = atomically([&](TaskStep& step) -> std::optional<std::optional<TaskRecord>> {
      auto run = subject(step, entry.task, entry.run);
      step.read({due.key});
      if (!run || !step.exists(due.key)) return std::optional<TaskRecord>();
      step.remove(due.key);
      if (expire_run(run->run, now)) {
        const RecordKey later = timed_key("expired", now, entry.task, entry.run);
        step.read({later});
        step.put(later, body_of(entry));
        put_with_event(step, *run, AuditKind::expired, ActorKind::housekeeper);
      }
      if (!step.commit()) return std::nullopt;
      return TaskRecord{run->head.task, run->run};
    });
    if (marked) expired.push_back(*std::move(marked));
  }
  return expired;
}

std::vector<TaskRecord> StoredTasks::deletable(WallTime expired_before, std::size_t n) {
  std::vector<TaskRecord> found;
  for (const Record& record : table_.range({"expired", "", "", n, Order::ascending})) {
    if (record.key.sort >= time_text(expired_before)) break;
    const auto entry = read_body<PendingEntry>(record.body);
    if (auto run = get(entry.task, entry.run)) found.push_back(*std::move(run));
  }
  return found;
}

Result<TaskRecord, Refusal> StoredTasks::confirm_deleted(const TaskId& task, int run) {
  using Outcome = Result<TaskRecord, Refusal>;
  return atomically([&](TaskStep& step) -> std::optional<Outcome> {
    auto found = subject(step, task, run);
    if (!found || !found->run.expired_at) return Outcome(Err{Refusal::not_found});
    if (found->run.deleted_at) return Outcome(TaskRecord{found->head.task, found->run});
    const RecordKey due = timed_key("expired", *found->run.expired_at, task, run);
    step.read({due, tally_key()});
    if (!delete_run_file(found->run, clock_.wall())) return Outcome(Err{Refusal::lost_race});
    step.remove(due);
    Tally tally = step.find<Tally>(tally_key()).value_or(Tally{});
    count_removed(tally, *found->run.receipt);  // only a run with a file expires
    step.put(tally_key(), body_of(tally));
    put_with_event(step, *found, AuditKind::deleted, ActorKind::housekeeper);
    if (!step.commit()) return std::nullopt;
    return Outcome(TaskRecord{found->head.task, found->run});
  });
}

}  // namespace exportd::tasks
