#include "testing/simulation_people.hpp"

#include <algorithm>
#include <array>

#include "testing/addressees.hpp"

namespace exportd::testing {

namespace {

constexpr std::array<const char*, 5> addresses{"", "ada@example.org", "bob@example.org", "cyd@example.org",
                                               refused_address};

TokenHash token_of(const SentRequest& request, int run) {
  // With an idempotency key the token is made of it and of the run, else it is random.
  const std::string run_text = request.idempotency_key.empty() ? "" : std::to_string(run);
  return {request.secret + run_text};
}

}  // namespace

TaskId People::some_task() {
  std::string text(25, 'a');
  text += static_cast<char>('a' + around_.dice.below(5));
  return TaskId(text);
}

void People::act(TaskStore& tasks) {
  ++acts_;
  Dice& dice = around_.dice;
  if (unanswered_) {
    const std::size_t request = *unanswered_;
    if (dice.chance(0.8)) return ask(tasks, request);
    unanswered_.reset();  // given up: it may have been taken or not
  }
  const std::uint64_t what = dice.below(100);
  if (what < 55) return ask_anew(tasks);
  if (what < 70) return leave(tasks);
  if (what < 78) return cancel(tasks);
  if (what < 90) return retry(tasks);
  look(tasks);
}

void People::ask_anew(TaskStore& tasks) {
  Dice& dice = around_.dice;
  const TaskId task = some_task();
  const std::size_t person = dice.below(addresses.size());
  SentRequest request{task, addresses.at(person), "", "", {}, {}, 0, 0};
  if (dice.chance(0.3)) {
    // Few, so that they come again.
    request.idempotency_key = "key-" + std::to_string(person);
    request.secret = request.task.text() + request.idempotency_key;
  } else {
    request.secret = std::to_string(number_) + "-" + std::to_string(++secrets_);
  }
  auto& requests = around_.referee().history().requests;
  requests.push_back(std::move(request));
  ask(tasks, requests.size() - 1);
}

void People::ask(TaskStore& tasks, std::size_t index) {
  SentRequest& request = around_.referee().history().requests.at(index);
  NewRequest sent{
      {request.task, "synthesis", "material=glass", ""}, addressee(request.email), request.idempotency_key, {}, {}};
  sent.token = [&request](int run) { return token_of(request, run); };
  sent.data_version = around_.dice.chance(0.1) ? "" : around_.data_version;
  sent.refresh = around_.dice.chance(0.15);
  unanswered_ = index;
  const Referee::Asking asking(around_.referee());
  const auto admitted = tasks.create_or_join(sent);
  unanswered_.reset();
  if (around_.traced()) {
    around_.tell("people " + std::to_string(number_) + " ask for " + text_of({request.task.text(), 0}) + ": " +
                 (admitted ? "run " + std::to_string(admitted->record.run.number) + ", admission " +
                                 std::to_string(static_cast<int>(admitted->admission))
                           : "refused"));
  }
  if (!admitted) return;
  check_admission(request, sent, *admitted);
  request.run = admitted->record.run.number;
  around_.referee().acknowledged(request.task, *request.run);
}

void People::check_admission(SentRequest& request, const NewRequest& sent, const Admitted& admitted) {
  const Run& run = admitted.record.run;
  const std::string who = "run " + text_of({request.task.text(), run.number}) + ": ";
  if (admitted.admission == Admission::reused) {
    const bool same_data = !sent.data_version.empty() && run.data_version == sent.data_version;
    if (sent.refresh || !same_data) throw Violation(who + "given to a request that it does not answer");
  }
  if (request.idempotency_key.empty()) return;
  auto& requests = around_.referee().history().requests;
  for (SentRequest& earlier : requests) {
    const bool same = &earlier != &request && earlier.task == request.task && earlier.run &&
                      earlier.idempotency_key == request.idempotency_key;
    if (!same) continue;
    if (admitted.admission != Admission::repeated || run.number != *earlier.run) {
      throw Violation(who + "an idempotency key was taken for another request");
    }
    // It was one request all the time: the earlier stands for it no longer.
    request.leaving = earlier.leaving;
    request.leaving_from = earlier.leaving_from;
    request.left_run = earlier.left_run;
    earlier.run.reset();
    earlier.leaving = SentRequest::Leaving::left;
  }
}

void People::leave(TaskStore& tasks) {
  auto& requests = around_.referee().history().requests;
  if (requests.empty()) return;
  SentRequest& request = requests.at(around_.dice.below(requests.size()));
  if (!request.run || request.leaving == SentRequest::Leaving::left) return;
  request.leaving = SentRequest::Leaving::unsure;
  if (request.leaving_from == 0) request.leaving_from = first_to_leave(around_.referee().history(), request);
  const auto left = tasks.leave(request.task, token_of(request, *request.run));
  if (around_.traced()) {
    around_.tell("people " + std::to_string(number_) + " leave " + text_of({request.task.text(), *request.run}) +
                 (left ? "" : ": refused"));
  }
  if (!left) return;
  request.leaving = SentRequest::Leaving::left;
  request.left_run = left->record.run.number;
}

void People::cancel(TaskStore& tasks) {
  const TaskId task = some_task();
  const auto cancelled = tasks.request_cancel(task, ActorKind::admin);
  if (around_.traced() && cancelled) {
    around_.tell("people " + std::to_string(number_) + " cancel " + text_of({task.text(), cancelled->run.number}));
  }
}

void People::retry(TaskStore& tasks) {
  const TaskId task = some_task();
  const Referee::Asking asking(around_.referee());
  const auto again = tasks.retry(task, ActorKind::admin);
  if (again) around_.referee().acknowledged(task, again->run.number);
}

void People::look(TaskStore& tasks) {
  const std::uint64_t what = around_.dice.below(4);
  if (what == 0) static_cast<void>(tasks.list({}));
  if (what == 1) static_cast<void>(tasks.counts());
  if (what == 2) static_cast<void>(tasks.get(some_task(), std::nullopt));
  if (what == 3) static_cast<void>(tasks.pending());
}

}  // namespace exportd::testing
