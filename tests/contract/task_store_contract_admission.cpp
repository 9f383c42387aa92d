// The contract of TaskStore: requests. Who gets a new run, who joins one, who is given one that is done.
#include "tests/contract/task_store_contract.hpp"

namespace exportd::contract {
namespace {

using namespace std::chrono_literals;

TEST_P(TaskStoreContract, makes_a_pending_run_of_a_new_task) {
  const Admitted made = add("rocks", {.email = "a@example.org"});
  EXPECT_EQ(made.admission, Admission::created);
  EXPECT_EQ(made.record.task.id, task_id("rocks"));
  EXPECT_EQ(made.record.task.environment, "petdb");
  EXPECT_EQ(made.record.task.search_parameters, "variables=rocks");
  const Run& run = made.record.run;
  EXPECT_EQ(run.number, 1);
  EXPECT_EQ(run.status, Status::pending);
  EXPECT_EQ(run.requesters, 1);
  EXPECT_EQ(run.created_at, clock_.wall());
  EXPECT_EQ(run.notification, Notification::queued);
  EXPECT_EQ(store_->get(task_id("rocks"), std::nullopt).value().run, run);
  EXPECT_EQ(store_->pending(), (std::vector<PendingEntry>{{task_id("rocks"), 1}}));
  EXPECT_EQ(kinds("rocks"), std::vector{AuditKind::created});
}

TEST_P(TaskStoreContract, knows_no_task_that_nobody_asked_for) {
  EXPECT_FALSE(store_->get(task_id("none"), std::nullopt).has_value());
  EXPECT_EQ(refused(store_->request_cancel(task_id("none"), ActorKind::admin)), "not_found");
  EXPECT_EQ(refused(store_->leave(task_id("none"), {"token"})), "not_found");
  EXPECT_EQ(refused(store_->retry(task_id("none"), ActorKind::admin)), "not_found");
  EXPECT_EQ(refused(store_->confirm_deleted(task_id("none"), 1)), "not_found");
  EXPECT_TRUE(store_->audit(task_id("none")).empty());
  static_cast<void>(add("one"));
  EXPECT_FALSE(store_->get(task_id("one"), 2).has_value());
  EXPECT_FALSE(store_->get(task_id("one"), 0).has_value());
}

TEST_P(TaskStoreContract, joins_a_run_that_is_pending_or_processing) {
  const Admitted first = add("rocks");
  const Admitted second = add("rocks", {.data_version = "v2"});
  EXPECT_EQ(second.admission, Admission::joined);
  EXPECT_GT(second.record.run.version, first.record.run.version);
  const Claim claimed = claim();
  const Admitted third = add("rocks", {.refresh = true});
  EXPECT_EQ(third.admission, Admission::joined) << "refresh joins what is in progress";
  EXPECT_EQ(third.record.run.number, 1);
  EXPECT_EQ(third.record.run.requesters, 3);
  EXPECT_EQ(settle(claimed, success(claimed)).run.requesters, 3);
  EXPECT_EQ(kinds("rocks"), (std::vector{AuditKind::created, AuditKind::joined, AuditKind::claimed, AuditKind::joined,
                                         AuditKind::succeeded}));
}

TEST_P(TaskStoreContract, takes_a_thousand_requesters_on_one_run) {
  for (int i = 0; i < 1'000; ++i) {
    const Admitted admitted = add("rocks", {.email = std::to_string(i) + "@example.org"});
    ASSERT_EQ(admitted.record.run.number, 1);
    ASSERT_EQ(admitted.record.run.requesters, i + 1);
  }
  EXPECT_EQ(store_->pending().size(), 1U);
  EXPECT_EQ(finish_well().run.status, Status::succeeded);
  EXPECT_EQ(unsent("rocks", 1).size(), 1'000U);
  EXPECT_EQ(store_->unsent({task_id("rocks"), 1, 0}, 7).size(), 7U);
}

TEST_P(TaskStoreContract, makes_a_new_run_after_one_that_failed_or_was_cancelled) {
  static_cast<void>(add("rocks"));
  static_cast<void>(finish(failure()));
  EXPECT_EQ(add("rocks").admission, Admission::created);
  EXPECT_EQ(run("rocks").number, 2);
  EXPECT_EQ(refused(store_->request_cancel(task_id("rocks"), ActorKind::admin)), "");
  EXPECT_EQ(add("rocks").admission, Admission::created);
  EXPECT_EQ(run("rocks").number, 3);
  EXPECT_EQ(run("rocks").requesters, 1) << "those of the other runs are not its own";
  EXPECT_EQ(run("rocks", 1).status, Status::failed);
  EXPECT_EQ(run("rocks", 2).status, Status::cancelled);
}

TEST_P(TaskStoreContract, gives_a_run_that_is_done_while_its_data_are_current) {
  static_cast<void>(add("rocks"));
  static_cast<void>(finish_well("v1"));
  const Admitted given = add("rocks", {.data_version = "v1"});
  EXPECT_EQ(given.admission, Admission::reused);
  EXPECT_EQ(given.record.run.number, 1);
  EXPECT_EQ(given.record.run.status, Status::succeeded);
  EXPECT_EQ(given.record.run.requesters, 2);
  EXPECT_TRUE(store_->pending().empty());
  EXPECT_EQ(add("rocks", {.data_version = "v2"}).admission, Admission::created) << "the data have changed";
}

TEST_P(TaskStoreContract, gives_no_run_that_is_done_when_a_data_version_is_unknown) {
  static_cast<void>(add("rocks"));
  static_cast<void>(finish_well(""));
  EXPECT_EQ(add("rocks", {.data_version = ""}).admission, Admission::created) << "of both";
  static_cast<void>(finish_well("v1"));
  EXPECT_EQ(add("rocks", {.data_version = ""}).admission, Admission::created) << "of the search store";
  static_cast<void>(finish_well(""));
  EXPECT_EQ(add("rocks", {.data_version = "v1"}).admission, Admission::created) << "of the run";
}

TEST_P(TaskStoreContract, makes_a_new_run_for_a_refresh) {
  static_cast<void>(add("rocks"));
  static_cast<void>(finish_well());
  EXPECT_EQ(add("rocks", {.refresh = true}).admission, Admission::created);
  EXPECT_EQ(add("rocks").admission, Admission::joined);
}

TEST_P(TaskStoreContract, gives_a_run_that_is_done_until_it_is_too_old) {
  static_cast<void>(add("rocks"));
  static_cast<void>(finish_well());
  clock_.advance(24h - 1ms);
  EXPECT_EQ(add("rocks").admission, Admission::reused);
  clock_.advance(1ms);
  EXPECT_EQ(add("rocks").admission, Admission::created);
}

TEST_P(TaskStoreContract, gives_no_run_whose_file_has_expired_or_is_about_to) {
  use_rules({.keep = 1h});
  static_cast<void>(add("rocks"));
  static_cast<void>(finish_well());
  clock_.advance(1h - 1ms);
  EXPECT_EQ(add("rocks").admission, Admission::reused);
  clock_.advance(1ms);
  EXPECT_EQ(add("rocks").admission, Admission::created) << "due, if not marked yet";
  EXPECT_EQ(store_->expire(clock_.wall(), 10).size(), 1U);
}

TEST_P(TaskStoreContract, takes_the_same_idempotency_key_as_the_same_request_for_a_day) {
  const Wish wish{.email = "a@example.org", .key = "0123456789abcdef"};
  EXPECT_EQ(add("rocks", wish).admission, Admission::created);
  const Run before = run("rocks");
  EXPECT_EQ(add("rocks", wish).admission, Admission::repeated);
  EXPECT_EQ(run("rocks"), before) << "nothing has changed";
  EXPECT_EQ(add("stones", wish).admission, Admission::created) << "a key counts within its task";
  EXPECT_EQ(add("rocks", {.key = "another key of somebody"}).admission, Admission::joined);
  static_cast<void>(finish(failure()));
  clock_.advance(24h - 1ms);
  const Admitted again = add("rocks", wish);
  EXPECT_EQ(again.admission, Admission::repeated) << "also when the run has ended";
  EXPECT_EQ(again.record.run.number, 1);
  clock_.advance(1ms);
  EXPECT_EQ(add("rocks", wish).admission, Admission::created);
  EXPECT_EQ(run("rocks").number, 2);
}

TEST_P(TaskStoreContract, counts_a_requester_once_however_old_the_idempotency_key_is) {
  use_rules({.reuse = 1'000h});
  const Wish wish{.email = "a@example.org", .key = "0123456789abcdef"};
  static_cast<void>(add("rocks", wish));
  clock_.advance(25h);
  EXPECT_EQ(add("rocks", wish).admission, Admission::joined);
  EXPECT_EQ(run("rocks").requesters, 1) << "the key makes the same token for the same run";
  EXPECT_EQ(add("rocks", wish).admission, Admission::repeated) << "the day of the key has begun anew";
}

TEST_P(TaskStoreContract, takes_in_again_who_has_left_and_asks_with_an_old_idempotency_key) {
  const Wish wish{.email = "a@example.org", .key = "0123456789abcdef"};
  static_cast<void>(add("rocks", wish));
  static_cast<void>(add("rocks"));
  ASSERT_EQ(refused(store_->leave(task_id("rocks"), request("rocks", wish).token(1))), "");
  EXPECT_EQ(run("rocks").requesters, 1);
  clock_.advance(25h);
  EXPECT_EQ(add("rocks", wish).admission, Admission::joined);
  EXPECT_EQ(run("rocks").requesters, 2);
  static_cast<void>(finish_well());
  EXPECT_EQ(unsent("rocks", 1), std::vector<std::string>{"a@example.org"});
}

TEST_P(TaskStoreContract, takes_the_same_token_as_the_same_request) {
  EXPECT_EQ(add("rocks", {.token = "mine"}).admission, Admission::created);
  EXPECT_EQ(add("rocks", {.token = "mine"}).admission, Admission::repeated);
  static_cast<void>(finish(failure()));
  EXPECT_EQ(add("rocks", {.token = "mine"}).record.run.number, 1);
  EXPECT_EQ(run("rocks").requesters, 1);
}

TEST_P(TaskStoreContract, refuses_new_runs_when_the_queue_is_full_and_joins_none_the_less) {
  use_rules({.pending_max = 3});
  for (const char* const name : {"a", "b", "c"}) EXPECT_EQ(add(name).admission, Admission::created);
  EXPECT_EQ(refused(store_->create_or_join(request("d"))), "queue_full");
  EXPECT_FALSE(store_->get(task_id("d"), std::nullopt).has_value());
  EXPECT_EQ(add("b").admission, Admission::joined);
  const Claim claimed = claim();
  EXPECT_EQ(add("d").admission, Admission::created) << "what is Processing does not wait";
  EXPECT_EQ(refused(store_->create_or_join(request("e"))), "queue_full");
  EXPECT_EQ(refused(store_->request_cancel(task_id("c"), ActorKind::admin)), "");
  EXPECT_EQ(add("e").admission, Admission::created);
  static_cast<void>(settle(claimed, success(claimed)));
  EXPECT_EQ(add("a").admission, Admission::reused);
}

TEST_P(TaskStoreContract, counts_for_an_address_what_makes_a_run_and_nothing_else) {
  use_rules({.pending_max = 2});
  const Wish wish{.email = "a@example.org", .key = "0123456789abcdef", .per_day = 2};
  EXPECT_EQ(add("a", wish).admission, Admission::created);
  EXPECT_EQ(add("a", wish).admission, Admission::repeated);
  const Wish another{.email = wish.email, .per_day = 2};
  EXPECT_EQ(add("a", another).admission, Admission::joined);
  static_cast<void>(finish_well());
  EXPECT_EQ(add("a", another).admission, Admission::reused);
  static_cast<void>(add("x"));
  static_cast<void>(add("y"));
  EXPECT_EQ(refused(store_->create_or_join(request("b", another))), "queue_full");
  static_cast<void>(finish_well());
  EXPECT_EQ(add("b", another).admission, Admission::created) << "that is the second";
  static_cast<void>(finish_well());
  EXPECT_EQ(refused(store_->create_or_join(request("c", another))), "quota_spent");
  EXPECT_FALSE(store_->get(task_id("c"), std::nullopt).has_value());
  EXPECT_EQ(add("a", another).admission, Admission::reused) << "which makes no run";
  EXPECT_EQ(add("c", {.email = "b@example.org", .per_day = 2}).admission, Admission::created);
}

TEST_P(TaskStoreContract, counts_the_creations_of_an_address_by_the_day) {
  const Wish once{.email = "a@example.org", .per_day = 1};
  EXPECT_EQ(add("a", once).admission, Admission::created);
  EXPECT_EQ(refused(store_->create_or_join(request("b", once))), "quota_spent");
  clock_.advance(24h);
  EXPECT_EQ(add("b", once).admission, Admission::created);
  EXPECT_EQ(add("c", {.email = "a@example.org"}).admission, Admission::created) << "without a limit";
}

TEST_P(TaskStoreContract, retries_an_ended_run_with_its_requesters) {
  static_cast<void>(add("rocks", {.email = "a@example.org", .token = "a"}));
  static_cast<void>(add("rocks", {.email = "b@example.org", .token = "b"}));
  static_cast<void>(add("rocks", {.email = "c@example.org", .token = "c"}));
  ASSERT_EQ(refused(store_->leave(task_id("rocks"), {"c"})), "");
  static_cast<void>(finish(failure()));
  const auto again = store_->retry(task_id("rocks"), ActorKind::admin);
  ASSERT_EQ(refused(again), "");
  EXPECT_EQ(again->run.number, 2);
  EXPECT_EQ(again->run.requesters, 2);
  EXPECT_EQ(again->run.notification, Notification::queued);
  static_cast<void>(add("rocks", {.email = "b@example.org"}));
  static_cast<void>(add("rocks", {.email = "d@example.org"}));
  ASSERT_EQ(refused(store_->leave(task_id("rocks"), {"a"})), "") << "a token of the first run counts for the second";
  EXPECT_EQ(run("rocks").requesters, 3);
  EXPECT_EQ(run("rocks", 1).requesters, 2) << "the run that has ended stays as it was";
  static_cast<void>(finish(failure()));
  ASSERT_EQ(refused(store_->retry(task_id("rocks"), ActorKind::command_line)), "");
  EXPECT_EQ(run("rocks").requesters, 3);
  static_cast<void>(finish_well());
  EXPECT_EQ(unsent("rocks", 3), (std::vector<std::string>{"b@example.org", "d@example.org"})) << "each address once";
  EXPECT_EQ(run("rocks", 1).status, Status::failed);
  EXPECT_EQ(run("rocks", 2).status, Status::failed);
}

TEST_P(TaskStoreContract, retries_nothing_that_is_under_way_or_done) {
  static_cast<void>(add("rocks"));
  EXPECT_EQ(refused(store_->retry(task_id("rocks"), ActorKind::admin)), "lost_race");
  const Claim claimed = claim();
  EXPECT_EQ(refused(store_->retry(task_id("rocks"), ActorKind::admin)), "lost_race");
  static_cast<void>(settle(claimed, success(claimed)));
  EXPECT_EQ(refused(store_->retry(task_id("rocks"), ActorKind::admin)), "already_ended");
  EXPECT_EQ(run("rocks").number, 1);
}

TEST_P(TaskStoreContract, refuses_to_open_with_another_number_of_slots) {
  QueueRules other = rules_;
  other.parallel = 4;
  try {
    static_cast<void>(place_->store(clock_, other, "other"));
    FAIL() << "it has opened";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.kind(), FailureKind::reject);
    EXPECT_EQ(failure.code(), "bad_config");
  }
  EXPECT_NO_THROW(static_cast<void>(another("second")));
}

}  // namespace
}  // namespace exportd::contract
