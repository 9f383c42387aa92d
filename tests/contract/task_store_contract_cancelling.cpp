// The contract of TaskStore: cancelling in every state, and leaving.
#include "tests/contract/task_store_contract.hpp"

namespace exportd::contract {
namespace {

TEST_P(TaskStoreContract, cancels_a_pending_run_at_once) {
  static_cast<void>(add("rocks", {.email = "a@example.org"}));
  static_cast<void>(add("stones"));
  const auto cancelled = store_->request_cancel(task_id("rocks"), ActorKind::admin);
  ASSERT_EQ(refused(cancelled), "");
  EXPECT_EQ(cancelled->run.status, Status::cancelled);
  EXPECT_EQ(cancelled->run.finished_at, clock_.wall());
  EXPECT_EQ(store_->pending(), (std::vector<PendingEntry>{{task_id("stones"), 1}}));
  EXPECT_EQ(store_->outbox(10).size(), 1U);
  EXPECT_EQ(claim().record.task.id, task_id("stones"));
  EXPECT_EQ(kinds("rocks"), (std::vector{AuditKind::created, AuditKind::cancelled}));
}

TEST_P(TaskStoreContract, asks_the_worker_of_a_processing_run_to_end_it) {
  static_cast<void>(add("rocks"));
  const Claim claimed = claim();
  const auto asked = store_->request_cancel(task_id("rocks"), ActorKind::admin);
  ASSERT_EQ(refused(asked), "");
  EXPECT_EQ(asked->run.status, Status::processing);
  EXPECT_TRUE(asked->run.cancel_requested);
  EXPECT_TRUE(store_->renew(claimed, {}, "").value().cancel_requested);
  EXPECT_EQ(refused(store_->settle(claimed, success(claimed))), "cancel_requested");
  EXPECT_EQ(refused(store_->next_attempt(claimed, store_away)), "cancel_requested");
  EXPECT_EQ(refused(store_->give_back(claimed)), "cancel_requested");
  EXPECT_EQ(run("rocks").status, Status::processing);
  const Run ended = settle(claimed, cancellation()).run;
  EXPECT_EQ(ended.status, Status::cancelled);
  EXPECT_FALSE(ended.cancel_requested);
  EXPECT_FALSE(slot_of(claimed).run.has_value());
  EXPECT_EQ(kinds("rocks"),
            (std::vector{AuditKind::created, AuditKind::claimed, AuditKind::cancel_requested, AuditKind::cancelled}));
}

TEST_P(TaskStoreContract, cancels_a_run_whose_worker_has_died_when_it_is_taken_over) {
  static_cast<void>(add("rocks", {.email = "a@example.org"}));
  const Claim claimed = claim();
  ASSERT_EQ(refused(store_->request_cancel(task_id("rocks"), ActorKind::admin)), "");
  EXPECT_EQ(store_->take_over(slot_of(claimed)).value().run.status, Status::cancelled);
  EXPECT_TRUE(store_->pending().empty());
  EXPECT_EQ(store_->outbox(10).size(), 1U);
  EXPECT_EQ(refused(store_->settle(claimed, success(claimed))), "lost_race");
  EXPECT_EQ(run("rocks").status, Status::cancelled);
}

TEST_P(TaskStoreContract, leaves_a_run_that_has_ended_as_it_is) {
  static_cast<void>(add("rocks", {.token = "a"}));
  const Run ended = finish_well().run;
  EXPECT_EQ(refused(store_->request_cancel(task_id("rocks"), ActorKind::admin)), "already_ended");
  EXPECT_EQ(refused(store_->leave(task_id("rocks"), {"a"})), "already_ended");
  EXPECT_EQ(run("rocks"), ended);
}

TEST_P(TaskStoreContract, is_cancelled_once_however_often_it_is_asked_to) {
  static_cast<void>(add("rocks"));
  const Claim claimed = claim();
  ASSERT_EQ(refused(store_->request_cancel(task_id("rocks"), ActorKind::admin)), "");
  const std::size_t events = kinds("rocks").size();
  EXPECT_EQ(refused(store_->request_cancel(task_id("rocks"), ActorKind::command_line)), "");
  EXPECT_EQ(kinds("rocks").size(), events);
  static_cast<void>(settle(claimed, cancellation()));
  EXPECT_EQ(refused(store_->request_cancel(task_id("rocks"), ActorKind::admin)), "already_ended");
}

TEST_P(TaskStoreContract, takes_nobody_into_a_run_that_is_to_be_cancelled) {
  static_cast<void>(add("rocks"));
  const Claim first = claim();
  ASSERT_EQ(refused(store_->request_cancel(task_id("rocks"), ActorKind::admin)), "");
  const Admitted next = add("rocks", {.token = "b"});
  EXPECT_EQ(next.admission, Admission::created);
  EXPECT_EQ(next.record.run.number, 2);
  const Claim second = claim("w2");
  EXPECT_EQ(second.record.run.number, 2);
  static_cast<void>(settle(first, cancellation()));
  static_cast<void>(settle(second, success(second)));
  EXPECT_EQ(run("rocks", 1).status, Status::cancelled);
  EXPECT_EQ(run("rocks").status, Status::succeeded);
}

TEST_P(TaskStoreContract, goes_on_for_those_who_have_not_left) {
  static_cast<void>(add("rocks", {.email = "a@example.org", .token = "a"}));
  static_cast<void>(add("rocks", {.email = "b@example.org", .token = "b"}));
  static_cast<void>(add("rocks", {.email = "b@example.org", .token = "b2"}));
  const auto left = store_->leave(task_id("rocks"), {"a"});
  ASSERT_EQ(refused(left), "");
  EXPECT_TRUE(left->others_remain);
  EXPECT_EQ(left->record.run.status, Status::pending);
  EXPECT_EQ(left->record.run.requesters, 2);
  EXPECT_TRUE(store_->leave(task_id("rocks"), {"b"}).value().others_remain);
  static_cast<void>(finish_well());
  EXPECT_EQ(unsent("rocks", 1), std::vector<std::string>{"b@example.org"}) << "one of two with that address remains";
}

TEST_P(TaskStoreContract, cancels_a_run_when_the_last_requester_leaves) {
  static_cast<void>(add("rocks", {.email = "a@example.org", .token = "a"}));
  static_cast<void>(add("rocks", {.token = "b"}));
  EXPECT_TRUE(store_->leave(task_id("rocks"), {"b"}).value().others_remain);
  const auto last = store_->leave(task_id("rocks"), {"a"});
  ASSERT_EQ(refused(last), "");
  EXPECT_FALSE(last->others_remain);
  EXPECT_EQ(last->record.run.status, Status::cancelled);
  EXPECT_TRUE(store_->pending().empty());
  EXPECT_EQ(kinds("rocks"), (std::vector{AuditKind::created, AuditKind::joined, AuditKind::left, AuditKind::left,
                                         AuditKind::cancelled}));
  EXPECT_EQ(unsent("rocks", 1), std::vector<std::string>{}) << "who has left wants no mail";
}

TEST_P(TaskStoreContract, asks_the_worker_to_end_a_processing_run_when_the_last_requester_leaves) {
  static_cast<void>(add("rocks", {.token = "a"}));
  const Claim claimed = claim();
  const auto left = store_->leave(task_id("rocks"), {"a"});
  ASSERT_EQ(refused(left), "");
  EXPECT_FALSE(left->others_remain);
  EXPECT_TRUE(left->record.run.cancel_requested);
  EXPECT_TRUE(store_->renew(claimed, {}, "").value().cancel_requested);
  static_cast<void>(settle(claimed, cancellation()));
}

TEST_P(TaskStoreContract, lets_a_requester_leave_once) {
  static_cast<void>(add("rocks", {.token = "a"}));
  static_cast<void>(add("rocks", {.token = "b"}));
  EXPECT_EQ(refused(store_->leave(task_id("rocks"), {"a"})), "");
  const auto again = store_->leave(task_id("rocks"), {"a"});
  ASSERT_EQ(refused(again), "");
  EXPECT_TRUE(again->others_remain);
  EXPECT_EQ(run("rocks").requesters, 1);
}

TEST_P(TaskStoreContract, lets_nobody_leave_with_a_token_it_does_not_know) {
  static_cast<void>(add("rocks", {.token = "a"}));
  static_cast<void>(add("stones", {.token = "b"}));
  EXPECT_EQ(refused(store_->leave(task_id("rocks"), {"b"})), "wrong_token");
  EXPECT_EQ(refused(store_->leave(task_id("rocks"), {""})), "wrong_token");
  EXPECT_EQ(run("rocks").requesters, 1);
}

TEST_P(TaskStoreContract, lets_a_requester_of_an_older_run_leave_nothing_of_the_newer) {
  static_cast<void>(add("rocks", {.token = "a"}));
  static_cast<void>(finish(failure()));
  static_cast<void>(add("rocks", {.token = "b"}));
  EXPECT_EQ(refused(store_->leave(task_id("rocks"), {"a"})), "already_ended");
  EXPECT_EQ(run("rocks").requesters, 1);
  EXPECT_EQ(run("rocks").status, Status::pending);
}

}  // namespace
}  // namespace exportd::contract
