// What a worker does with the queue: claims, beats, further attempts, the end. All of it conditional on its token.
// A slot and its run are read one after the other. If the run is no longer Processing though the slot still held it,
// a commit of this same claim that was thought lost has come late in between: the step is done anew, and finds it.
#include "tasks/stored_tasks.hpp"

namespace exportd::tasks {

namespace {

AuditKind ending_kind(Status status) {
  if (status == Status::succeeded) return AuditKind::succeeded;
  return status == Status::failed ? AuditKind::failed : AuditKind::cancelled;
}

// `slots` in the order of their numbers; one that was never taken is not among them.
int first_free(const std::vector<SlotView>& slots) {
  int number = 0;
  for (const SlotView& slot : slots) {
    if (slot.slot != number || !slot.run) return number;
    ++number;
  }
  return number;
}

}  // namespace

std::optional<Claim> StoredTasks::claim_next(std::string_view worker) {
  return atomically([&](TaskStep& step) -> std::optional<std::optional<Claim>> {
    const std::vector<Record> first = step.list({"queue", "", "", 1, Order::ascending});
    // Before the slots: a claim of this worker's that comes late is among them, or has changed the counter.
    if (!first.empty()) step.read({token_counter_key()});
    const std::vector<SlotView> taken = views_of(step.list({"slot", "", "", 0, Order::ascending}));
    for (const SlotView& slot : taken) {
      if (!slot.run || slot.worker != worker) continue;
      // It holds one already: the reply to its claim was lost.
      auto held_run = subject(step, slot.run->task, slot.run->run);
      if (!held_run || held_run->run.status != Status::processing) return std::nullopt;
      return Claim{{held_run->head.task, held_run->run}, slot.slot, slot.lease, slot.token};
    }
    const int free = first_free(taken);
    if (first.empty() || free >= rules_.parallel) return std::optional<Claim>();

    const auto entry = read_body<PendingEntry>(first.front().body);
    step.read({slot_key(free)});  // if it was never taken, the listing does not have it
    auto next = subject(step, entry.task, entry.run);
    if (!next) return std::nullopt;
    const FencingToken token{step.number(token_counter_key()) + 1};
    if (!claim_run(next->run, token, free, clock_.wall())) return std::nullopt;
    Slot slot{entry, token, token, 0, std::string(worker), "", {}, false};
    step.put(token_counter_key(), body_of_number(token.value));
    step.remove(first.front().key);
    step.put(slot_key(free), body_of(slot));
    put_with_event(step, *next, AuditKind::claimed, ActorKind::worker);
    if (!step.commit()) return std::nullopt;
    return Claim{{next->head.task, next->run}, free, token, token};
  });
}

std::optional<std::pair<Slot, StoredTasks::Subject>> StoredTasks::held(TaskStep& step, const Claim& claim) {
  step.read({slot_key(claim.slot)});
  auto slot = step.find<Slot>(slot_key(claim.slot));
  const PendingEntry wanted{claim.record.task.id, claim.record.run.number};
  if (!slot || slot->run != wanted || slot->lease != claim.lease) return std::nullopt;
  auto run = subject(step, wanted.task, wanted.run);
  if (!run) return std::nullopt;
  return std::pair{*std::move(slot), *std::move(run)};
}

Result<Claim, Refusal> StoredTasks::next_attempt(const Claim& claim, const RunError& reason) {
  using Outcome = Result<Claim, Refusal>;
  return atomically([&](TaskStep& step) -> std::optional<Outcome> {
    auto found = held(step, claim);
    if (!found) return Outcome(Err{Refusal::lost_race});
    auto& [slot, run] = *found;
    if (slot.token != claim.token) {
      // Only this worker holds the lease: it was this same call, whose reply was lost.
      return Outcome(Claim{{run.head.task, run.run}, claim.slot, slot.lease, slot.token});
    }
    if (slot.cancel) return Outcome(Err{Refusal::cancel_requested});
    if (run.run.status != Status::processing) return std::nullopt;
    step.read({token_counter_key()});
    const FencingToken token{step.number(token_counter_key()) + 1};
    if (!exportd::next_attempt(run.run, token, reason, rules_.attempts_max, clock_.wall())) {
      return Outcome(Err{Refusal::lost_race});
    }
    slot.token = token;
    slot.progress = {};
    slot.search_context.clear();
    step.put(token_counter_key(), body_of_number(token.value));
    step.put(slot_key(claim.slot), body_of(slot));
    put_with_event(step, run, AuditKind::attempt_failed, ActorKind::worker, reason.code + ": " + reason.message);
    if (!step.commit()) return std::nullopt;
    return Outcome(Claim{{run.head.task, run.run}, claim.slot, slot.lease, token});
  });
}

Result<Renewal, Refusal> StoredTasks::renew(const Claim& claim, const Progress& progress, std::string_view context) {
  using Outcome = Result<Renewal, Refusal>;
  return atomically([&](TaskStep& step) -> std::optional<Outcome> {
    step.read({slot_key(claim.slot)});
    auto slot = step.find<Slot>(slot_key(claim.slot));
    if (!slot || !slot->run || slot->token != claim.token) return Outcome(Err{Refusal::lost_race});
    ++slot->beat;
    slot->progress = progress;
    slot->search_context = context;
    step.put(slot_key(claim.slot), body_of(*slot));
    if (!step.commit()) return std::nullopt;
    return Outcome(Renewal{slot->cancel});
  });
}

void StoredTasks::free_slot(TaskStep& step, int slot, Slot& freed, Run& run) {
  run.version += freed.beat;  // what readers saw of the run counted its beats
  freed = {};
  step.put(slot_key(slot), body_of(freed));
}

Result<TaskRecord, Refusal> StoredTasks::settle(const Claim& claim, const Settlement& settlement) {
  using Outcome = Result<TaskRecord, Refusal>;
  return atomically([&](TaskStep& step) -> std::optional<Outcome> {
    auto found = held(step, claim);
    if (!found) {
      // Done before, if its reply was lost: the run ended so, with this token's attempt as its last.
      auto ended = subject(step, claim.record.task.id, claim.record.run.number);
      const bool same = ended && ended->run.status == settlement.status && !ended->run.attempts.empty() &&
                        ended->run.attempts.back().token == claim.token && ended->run.receipt == settlement.receipt;
      if (same) return Outcome(TaskRecord{ended->head.task, ended->run});
      return Outcome(Err{Refusal::lost_race});
    }
    auto& [slot, run] = *found;
    if (slot.token != claim.token) return Outcome(Err{Refusal::lost_race});
    if (slot.cancel && settlement.status == Status::succeeded) return Outcome(Err{Refusal::cancel_requested});
    run.run.progress = slot.progress;
    free_slot(step, claim.slot, slot, run.run);
    if (run.run.status != Status::processing) return std::nullopt;
    if (!settle_run(run.run, settlement, rules_.keep, clock_.wall())) return Outcome(Err{Refusal::lost_race});
    put_ending(step, run);
    put_with_event(step, run, ending_kind(settlement.status), ActorKind::worker,
                   settlement.error ? settlement.error->code + ": " + settlement.error->message : "");
    if (!step.commit()) return std::nullopt;
    return Outcome(TaskRecord{run.head.task, run.run});
  });
}

Result<TaskRecord, Refusal> StoredTasks::give_back(const Claim& claim) {
  using Outcome = Result<TaskRecord, Refusal>;
  return atomically([&](TaskStep& step) -> std::optional<Outcome> {
    auto found = held(step, claim);
    if (!found || found->first.token != claim.token) return Outcome(Err{Refusal::lost_race});
    auto& [slot, run] = *found;
    if (slot.cancel) return Outcome(Err{Refusal::cancel_requested});
    free_slot(step, claim.slot, slot, run.run);
    const RecordKey queued = queue_key(run.run.place);
    step.read({queued});
    if (run.run.status != Status::processing) return std::nullopt;
    if (!give_back_run(run.run)) return Outcome(Err{Refusal::lost_race});
    step.put(queued, body_of(PendingEntry{run.head.task.id, run.run.number}));
    put_with_event(step, run, AuditKind::given_back, ActorKind::worker);
    if (!step.commit()) return std::nullopt;
    return Outcome(TaskRecord{run.head.task, run.run});
  });
}

Result<TaskRecord, Refusal> StoredTasks::take_over(const SlotView& dead) {
  using Outcome = Result<TaskRecord, Refusal>;
  return atomically([&](TaskStep& step) -> std::optional<Outcome> {
    step.read({slot_key(dead.slot)});
    auto slot = step.find<Slot>(slot_key(dead.slot));
    if (!slot || !slot->run || slot->run != dead.run || slot->token != dead.token || slot->beat != dead.beat) {
      return Outcome(Err{Refusal::lost_race});
    }
    auto run = subject(step, slot->run->task, slot->run->run);
    if (!run) return Outcome(Err{Refusal::not_found});
    const std::string worker = slot->worker;
    const Progress reached = slot->progress;
    free_slot(step, dead.slot, *slot, run->run);
    if (!take_over_run(run->run, rules_.attempts_max, clock_.wall())) return Outcome(Err{Refusal::lost_race});
    if (run->run.status.terminal()) run->run.progress = reached;
    if (run->run.status == Status::pending) {
      const RecordKey queued = queue_key(run->run.place);
      step.read({queued});
      step.put(queued, body_of(PendingEntry{run->head.task.id, run->run.number}));
    } else {
      put_ending(step, *run);
    }
    const Status now = run->run.status.now();
    put_with_event(step, *run, now == Status::pending ? AuditKind::taken_over : ending_kind(now),
                   ActorKind::housekeeper, "worker " + worker + " went silent");
    if (!step.commit()) return std::nullopt;
    return Outcome(TaskRecord{run->head.task, run->run});
  });
}

}  // namespace exportd::tasks
