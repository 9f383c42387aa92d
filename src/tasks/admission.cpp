// Requests: a new run, joining one under way, being given one that is done.
#include <algorithm>
#include <chrono>

#include "tasks/stored_tasks.hpp"

namespace exportd::tasks {

namespace {

bool takes_in(const Run& run) {
  return !run.status.terminal() && !run.cancel_requested;
}

}  // namespace

bool StoredTasks::reusable(const Run& run, const NewRequest& request) const {
  return run.status == Status::succeeded && !request.refresh && !run.expired_at && !request.data_version.empty() &&
         run.data_version == request.data_version && run.finished_at &&
         clock_.wall() - *run.finished_at < rules_.reuse && (!run.expires_at || clock_.wall() < *run.expires_at);
}

Result<Admitted, Refusal> StoredTasks::create_or_join(const NewRequest& request) {
  return atomically([&](TaskStep& step) -> std::optional<Result<Admitted, Refusal>> {
    auto newest = subject(step, request.task.id, std::nullopt);
    if (!newest) return create(step, request);
    if (auto same = repeated(step, request, newest->head)) return Result<Admitted, Refusal>(*std::move(same));
    if (takes_in(newest->run)) return join(step, request, *std::move(newest), Admission::joined);
    if (reusable(newest->run, request)) return join(step, request, *std::move(newest), Admission::reused);
    return create(step, request);
  });
}

// The same request again: its reply was lost, or its sender repeated it with the same idempotency key.
std::optional<Admitted> StoredTasks::repeated(TaskStep& step, const NewRequest& request, const Head& head) {
  std::optional<int> run;
  if (!request.idempotency_key.empty()) {
    const RecordKey key = used_key_key(request.task.id, request.idempotency_key);
    step.read({key});
    const auto used = step.find<UsedKey>(key);
    if (used && clock_.wall() - used->at < rules_.idempotency) run = used->run;
  } else {
    // A random token is the same in a repeated call, whatever the run.
    const RecordKey key = requester_key(request.task.id, request.token(head.newest));
    step.read({key});
    if (const auto requester = step.find<Requester>(key)) run = requester->run;
  }
  if (!run) return std::nullopt;
  auto found = subject(step, request.task.id, run);
  if (!found) return std::nullopt;
  return Admitted{Admission::repeated, as_seen(found->head, std::move(found->run))};
}

void StoredTasks::put_requester(TaskStep& step, const NewRequest& request, Run& run) {
  const TaskId& task = request.task.id;
  const TokenHash token = request.token(run.number);
  const RecordKey requester = requester_key(task, token);
  const std::string address = request.email ? request.email->key.hex : "";
  step.read({requester});
  if (!request.idempotency_key.empty()) {
    const RecordKey key = used_key_key(task, request.idempotency_key);
    step.read({key});
    step.put(key, body_of(UsedKey{run.number, token, clock_.wall()}));
  }
  // An idempotency key that is older than it counts makes the token of the same run anew.
  const auto known = step.find<Requester>(requester);
  if (known && !known->left) return;
  step.put(requester, body_of(Requester{run.number, address, clock_.wall(), false}));
  ++run.requesters;
  if (!request.email) return;
  const RecordKey key = addressee_key(task, run.number, request.email->key);
  step.read({key});
  WaitingAddress waiting = step.find<WaitingAddress>(key).value_or(WaitingAddress{});
  waiting.address = request.email->address;
  ++waiting.waiting;
  step.put(key, body_of(waiting));
  if (run.notification == Notification::none) run.notification = Notification::queued;
}

void StoredTasks::put_in_queue(TaskStep& step, Subject& subject) {
  const TaskId& task = subject.head.task.id;
  step.read({place_counter_key()});
  const std::uint64_t place = step.number(place_counter_key()) + 1;
  subject.run.place = place;
  const RecordKey created = timed_key("created", subject.run.created_at, task, subject.run.number);
  step.read({queue_key(place), created});
  step.put(place_counter_key(), body_of_number(place));
  step.put(queue_key(place), body_of(PendingEntry{task, subject.run.number}));
  step.put(created, body_of(PendingEntry{task, subject.run.number}));
}

bool StoredTasks::queue_is_full(std::uint64_t last_place) {
  // No more can wait than there are places from the first on; only if that might be too many are they counted.
  const std::vector<Record> first = table_.range({"queue", "", "", 1, Order::ascending});
  if (first.empty() || last_place - std::stoull(first.front().key.sort) + 1 < rules_.pending_max) return false;
  return table_.range({"queue", "", "", rules_.pending_max, Order::ascending}).size() >= rules_.pending_max;
}

// Only what makes a run is counted, in the step that makes it: whatever creates nothing costs nothing.
bool StoredTasks::count_creation(TaskStep& step, const NewRequest& request) const {
  if (!request.email || request.creations_per_day == 0) return true;
  const auto day = std::chrono::floor<std::chrono::days>(clock_.wall()).time_since_epoch().count();
  const RecordKey count = count_key(DailyCount::creations, request.email->key, day);
  step.read({count});
  const std::uint64_t made = step.number(count) + 1;
  if (made > static_cast<std::uint64_t>(std::max(request.creations_per_day, 0))) return false;
  step.put(count, body_of_number(made));
  return true;
}

std::optional<Result<Admitted, Refusal>> StoredTasks::create(TaskStep& step, const NewRequest& request) {
  const TaskId& task = request.task.id;
  step.read({head_key(task)});
  Subject made{step.find<Head>(head_key(task)).value_or(Head{request.task, 0, 0}), {}, Status::pending};
  step.read({place_counter_key()});  // guards the number of those waiting: whoever comes later finds another counter
  if (queue_is_full(step.number(place_counter_key()))) return Result<Admitted, Refusal>(Err{Refusal::queue_full});
  if (!count_creation(step, request)) return Result<Admitted, Refusal>(Err{Refusal::quota_spent});
  made.run = new_run(++made.head.newest, 0, clock_.wall());
  step.read({run_key(task, made.run.number)});
  put_requester(step, request, made.run);
  put_in_queue(step, made);
  put_with_event(step, made, AuditKind::created, request.actor);
  if (!step.commit()) return std::nullopt;
  return Result<Admitted, Refusal>(Admitted{Admission::created, {made.head.task, made.run}});
}

// Nobody is told twice of one run.
bool StoredTasks::wants_mail_anew(TaskStep& step, const NewRequest& request, int run) {
  if (!request.email) return false;
  const RecordKey told = mailed_key(request.task.id, run, request.email->key);
  step.read({told});
  return !step.exists(told);
}

std::optional<Result<Admitted, Refusal>> StoredTasks::join(TaskStep& step, const NewRequest& request, Subject newest,
                                                           Admission how) {
  put_requester(step, request, newest.run);
  ++newest.run.version;
  if (how == Admission::reused && wants_mail_anew(step, request, newest.run.number)) {
    // The run has ended: its outbox is opened (again) for the newcomer.
    const TaskId& task = request.task.id;
    const RecordKey outbox = outbox_key(task, newest.run.number);
    const RecordKey erasure = timed_key("erasure", *newest.run.finished_at, task, newest.run.number);
    step.read({outbox, erasure});
    step.put(outbox, body_of_number(newest.run.version));
    step.put(erasure, body_of(PendingEntry{task, newest.run.number}));
    newest.run.notification = Notification::queued;
  }
  put_with_event(step, newest, AuditKind::joined, request.actor,
                 how == Admission::reused ? "given a file that is done" : "");
  TaskRecord seen = as_seen(step, newest);
  if (!step.commit()) return std::nullopt;
  return Result<Admitted, Refusal>(Admitted{how, std::move(seen)});
}

Result<TaskRecord, Refusal> StoredTasks::retry(const TaskId& task, ActorKind actor) {
  using Outcome = Result<TaskRecord, Refusal>;
  return atomically([&](TaskStep& step) -> std::optional<Outcome> {
    auto newest = subject(step, task, std::nullopt);
    if (!newest) return Outcome(Err{Refusal::not_found});
    const Run ended = newest->run;
    if (ended.status == Status::succeeded) return Outcome(Err{Refusal::already_ended});
    if (!ended.status.terminal()) return Outcome(Err{Refusal::lost_race});  // it is under way (again)
    Subject again{newest->head, new_run(ended.number + 1, 0, clock_.wall()), Status::pending};
    again.head.newest = again.run.number;
    again.run.requesters = ended.requesters;
    again.run.requesters_from = ended.requesters_from != 0 ? ended.requesters_from : ended.number;
    if (ended.notification != Notification::none) again.run.notification = Notification::queued;
    step.read({run_key(task, again.run.number)});
    put_in_queue(step, again);
    put_with_event(step, again, AuditKind::created, actor, "retry of run " + std::to_string(ended.number));
    if (!step.commit()) return std::nullopt;
    return Outcome(TaskRecord{again.head.task, again.run});
  });
}

}  // namespace exportd::tasks
