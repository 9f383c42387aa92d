// Leaving a run and cancelling it, in every state.
#include "tasks/stored_tasks.hpp"

namespace exportd::tasks {

bool StoredTasks::cancel(TaskStep& step, Subject& subject, ActorKind actor, std::string reason) {
  const TaskId& task = subject.head.task.id;
  const bool was_pending = subject.run.status == Status::pending;
  const RecordKey queued = queue_key(subject.run.place);
  if (!cancel_run(subject.run, clock_.wall())) return false;
  if (was_pending) {
    step.read({queued});
    step.remove(queued);
    put_ending(step, subject);
    put_with_event(step, subject, AuditKind::cancelled, actor, std::move(reason));
    return true;
  }
  if (auto slot = slot_of(step, task, subject.run)) {
    slot->cancel = true;
    step.put(slot_key(*subject.run.slot), body_of(*slot));
  }
  put_with_event(step, subject, AuditKind::cancel_requested, actor, std::move(reason));
  return true;
}

Result<TaskRecord, Refusal> StoredTasks::request_cancel(const TaskId& task, ActorKind actor) {
  using Outcome = Result<TaskRecord, Refusal>;
  return atomically([&](TaskStep& step) -> std::optional<Outcome> {
    auto newest = subject(step, task, std::nullopt);
    if (!newest) return Outcome(Err{Refusal::not_found});
    if (newest->run.status.terminal()) return Outcome(Err{Refusal::already_ended});
    if (newest->run.cancel_requested) return Outcome(as_seen(newest->head, newest->run));
    if (!cancel(step, *newest, actor, "")) return std::nullopt;
    TaskRecord seen = as_seen(step, *newest);
    if (!step.commit()) return std::nullopt;
    return Outcome(std::move(seen));
  });
}

Result<Left, Refusal> StoredTasks::leave(const TaskId& task, const TokenHash& token) {
  using Outcome = Result<Left, Refusal>;
  return atomically([&](TaskStep& step) -> std::optional<Outcome> {
    const RecordKey key = requester_key(task, token);
    step.read({head_key(task), key});
    const auto head = step.find<Head>(head_key(task));
    if (!head) return Outcome(Err{Refusal::not_found});
    auto requester = step.find<Requester>(key);
    if (!requester) return Outcome(Err{Refusal::wrong_token});
    // A retried run has taken its requesters along.
    auto run = subject(step, task, std::nullopt);
    if (!run) return Outcome(Err{Refusal::not_found});
    const bool taken_along = run->run.requesters_from != 0 && requester->run >= run->run.requesters_from;
    if (requester->run != run->run.number && !taken_along) run = subject(step, task, requester->run);
    if (!run) return Outcome(Err{Refusal::not_found});
    if (requester->left) return Outcome(Left{as_seen(run->head, run->run), run->run.requesters > 0});
    if (run->run.status.terminal()) return Outcome(Err{Refusal::already_ended});

    requester->left = true;
    step.put(key, body_of(*requester));
    if (!requester->address_key.empty()) {
      const RecordKey addressee_of = addressee_key(task, requester->run, {requester->address_key});
      step.read({addressee_of});
      if (auto waiting = step.find<WaitingAddress>(addressee_of)) {
        --waiting->waiting;
        step.put(addressee_of, body_of(*waiting));
      }
    }
    --run->run.requesters;
    ++run->run.version;
    const bool last = run->run.requesters <= 0;
    put_with_event(step, *run, AuditKind::left, ActorKind::requester);
    if (last && !run->run.cancel_requested && !cancel(step, *run, ActorKind::requester, "the last requester left")) {
      return std::nullopt;
    }
    TaskRecord seen = as_seen(step, *run);
    if (!step.commit()) return std::nullopt;
    return Outcome(Left{std::move(seen), !last});
  });
}

}  // namespace exportd::tasks
