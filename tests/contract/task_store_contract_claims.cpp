// The contract of TaskStore: slots, leases, attempts.
#include "tests/contract/task_store_contract.hpp"

namespace exportd::contract {
namespace {

using namespace std::chrono_literals;

TEST_P(TaskStoreContract, claims_runs_in_the_order_of_their_requests_whatever_the_clock_says) {
  for (const char* const name : {"c", "a", "b"}) {
    static_cast<void>(add(name));
    clock_.advance(-10min);
  }
  for (const char* const name : {"c", "a", "b"}) {
    EXPECT_EQ(claim(std::string("worker of ") + name).record.task.id, task_id(name));
  }
}

TEST_P(TaskStoreContract, never_has_more_claims_than_slots) {
  for (const char* const name : {"a", "b", "c", "d"}) static_cast<void>(add(name));
  const Claim first = claim("w1");
  const Claim second = claim("w2");
  const Claim third = claim("w3");
  EXPECT_FALSE(store_->claim_next("w4").has_value());
  EXPECT_EQ((std::set{first.slot, second.slot, third.slot}).size(), 3U);
  static_cast<void>(settle(second, success(second)));
  const Claim fourth = claim("w4");
  EXPECT_EQ(fourth.slot, second.slot);
  EXPECT_EQ(fourth.record.task.id, task_id("d"));
  EXPECT_FALSE(store_->claim_next("w5").has_value());
}

TEST_P(TaskStoreContract, has_nothing_to_claim_in_an_empty_queue) {
  EXPECT_FALSE(store_->claim_next("w1").has_value());
}

TEST_P(TaskStoreContract, begins_the_first_attempt_with_the_claim) {
  static_cast<void>(add("rocks"));
  clock_.advance(5s);
  const Claim claimed = claim();
  const Run& run = claimed.record.run;
  EXPECT_EQ(run.status, Status::processing);
  EXPECT_EQ(run.started_at, clock_.wall());
  ASSERT_EQ(run.attempts.size(), 1U);
  EXPECT_EQ(run.attempts[0], (Attempt{1, claimed.token, clock_.wall(), std::nullopt, std::nullopt}));
  EXPECT_EQ(claimed.lease, claimed.token);
  EXPECT_TRUE(store_->pending().empty());
  const SlotView slot = slot_of(claimed);
  EXPECT_EQ(slot.run, (PendingEntry{task_id("rocks"), 1}));
  EXPECT_EQ(slot.token, claimed.token);
  EXPECT_EQ(slot.worker, "w1");
}

TEST_P(TaskStoreContract, gives_tokens_that_only_grow) {
  FencingToken last;
  const auto grows = [&](const Claim& claim) {
    EXPECT_GT(claim.token, last);
    last = claim.token;
    return claim;
  };
  for (int round = 0; round < 3; ++round) {
    const std::string name(1, static_cast<char>('a' + round));
    static_cast<void>(add(name));
    Claim claimed = grows(claim());
    claimed = grows(store_->next_attempt(claimed, store_away).value());
    ASSERT_EQ(refused(store_->give_back(claimed)), "");
    claimed = grows(claim());
    ASSERT_EQ(refused(store_->take_over(slot_of(claimed))), "");
    claimed = grows(claim("w2"));
    static_cast<void>(settle(claimed, success(claimed)));
  }
}

TEST_P(TaskStoreContract, goes_from_attempt_to_attempt_in_the_same_slot_up_to_the_last) {
  static_cast<void>(add("rocks"));
  Claim claimed = claim();
  const FencingToken lease = claimed.lease;
  for (int number = 2; number <= 4; ++number) {
    ASSERT_EQ(refused(store_->renew(claimed, fetched(7), "scroll")), "");
    clock_.advance(1s);
    const int slot = claimed.slot;
    claimed = store_->next_attempt(claimed, store_away).value();
    EXPECT_EQ(claimed.slot, slot);
    EXPECT_EQ(claimed.lease, lease);
    EXPECT_EQ(slot_of(claimed).token, claimed.token);
    EXPECT_EQ(slot_of(claimed).search_context, "");
    const Run now = run("rocks");
    EXPECT_EQ(now.progress, Progress{}) << "an attempt begins with clean counters";
    ASSERT_EQ(now.attempts.size(), static_cast<std::size_t>(number));
    const Attempt& ended = now.attempts[static_cast<std::size_t>(number) - 2];
    EXPECT_EQ(ended.error, store_away);
    EXPECT_EQ(ended.ended_at, clock_.wall());
    EXPECT_EQ(now.attempts.back().token, claimed.token);
  }
  EXPECT_EQ(refused(store_->next_attempt(claimed, store_away)), "lost_race") << "the retries are used up";
  const Run ended = settle(claimed, failure()).run;
  EXPECT_EQ(ended.status, Status::failed);
  EXPECT_EQ(ended.error, failure().error);
  EXPECT_EQ(ended.attempts.back().error, failure().error);
  EXPECT_EQ(ended.attempts.size(), 4U);
}

TEST_P(TaskStoreContract, shows_the_progress_that_was_last_told) {
  static_cast<void>(add("rocks"));
  const Claim claimed = claim();
  const Progress progress{.stage = Stage::fetching,
                          .records = 5,
                          .total_records = 12,
                          .bytes = 99,
                          .per_mille = 416,
                          .remaining_seconds = 3};
  const auto renewed = store_->renew(claimed, progress, "scroll 1");
  ASSERT_EQ(refused(renewed), "");
  EXPECT_FALSE(renewed->cancel_requested);
  EXPECT_EQ(run("rocks").progress, progress);
  EXPECT_EQ(store_->list({}).records.at(0).run.progress, progress);
  EXPECT_EQ(add("rocks").record.run.progress, progress);
  EXPECT_EQ(slot_of(claimed).search_context, "scroll 1");
  const std::uint64_t beat = slot_of(claimed).beat;
  ASSERT_EQ(refused(store_->renew(claimed, progress, "scroll 2")), "");
  EXPECT_GT(slot_of(claimed).beat, beat) << "it beats though nothing has moved";
}

TEST_P(TaskStoreContract, shows_versions_that_only_grow) {
  std::uint64_t last = 0;
  const auto grows = [&](const char* after, std::uint64_t version) {
    EXPECT_GT(version, last) << after;
    EXPECT_EQ(run("rocks").version, version) << after << ": what is answered is what is read";
    last = version;
  };
  grows("create", add("rocks", {.token = "a"}).record.run.version);
  Claim claimed = claim();
  grows("claim", claimed.record.run.version);
  const auto beat = [&] {
    for (int i = 0; i < 3; ++i) {
      ASSERT_EQ(refused(store_->renew(claimed, {}, "")), "");
      grows("renew", run("rocks").version);
    }
  };
  beat();
  grows("join", add("rocks", {.token = "b"}).record.run.version);
  const std::uint64_t joined = last--;
  grows("repeat", add("rocks", {.token = "b"}).record.run.version);
  EXPECT_EQ(last, joined);
  beat();
  claimed = store_->next_attempt(claimed, store_away).value();
  grows("next attempt", run("rocks").version);
  beat();
  grows("give back", store_->give_back(claimed).value().run.version);
  claimed = claim();
  beat();
  grows("take over", store_->take_over(slot_of(claimed)).value().run.version);
  claimed = claim("w2");
  beat();
  grows("leave", store_->leave(task_id("rocks"), {"a"}).value().record.run.version);
  beat();
  grows("cancel", store_->request_cancel(task_id("rocks"), ActorKind::admin).value().run.version);
  beat();
  grows("settle", settle(claimed, cancellation()).run.version);
}

TEST_P(TaskStoreContract, keeps_a_place_in_the_queue_when_a_run_is_given_back) {
  for (const char* const name : {"a", "b", "c"}) static_cast<void>(add(name));
  Claim claimed = claim();
  claimed = store_->next_attempt(claimed, store_away).value();
  static_cast<void>(claim("w2"));
  const auto back = store_->give_back(claimed);
  ASSERT_EQ(refused(back), "");
  EXPECT_EQ(back->run.status, Status::pending);
  EXPECT_EQ(back->run.attempts.size(), 1U) << "an attempt that is given back does not count";
  EXPECT_FALSE(back->run.started_at.has_value());
  EXPECT_EQ(back->run.takeovers, 0);
  EXPECT_EQ(store_->pending(), (std::vector<PendingEntry>{{task_id("a"), 1}, {task_id("c"), 1}}));
  EXPECT_FALSE(slot_of(claimed).run.has_value());
  EXPECT_EQ(claim("w3").record.task.id, task_id("a"));
  EXPECT_EQ(kinds("a"), (std::vector{AuditKind::created, AuditKind::claimed, AuditKind::attempt_failed,
                                     AuditKind::given_back, AuditKind::claimed}));
}

TEST_P(TaskStoreContract, takes_a_run_over_only_from_a_lease_that_stands_still) {
  static_cast<void>(add("rocks"));
  static_cast<void>(add("stones"));
  Claim claimed = claim();
  SlotView seen = slot_of(claimed);
  ASSERT_EQ(refused(store_->renew(claimed, {}, "")), "");
  EXPECT_EQ(refused(store_->take_over(seen)), "lost_race") << "it has beaten since";
  seen = slot_of(claimed);
  claimed = store_->next_attempt(claimed, store_away).value();
  EXPECT_EQ(refused(store_->take_over(seen)), "lost_race") << "it has begun another attempt since";
  seen = slot_of(claimed);
  const auto taken = store_->take_over(seen);
  ASSERT_EQ(refused(taken), "");
  EXPECT_EQ(taken->run.status, Status::pending);
  EXPECT_EQ(taken->run.takeovers, 1);
  EXPECT_EQ(taken->run.attempts.size(), 2U) << "a lapsed lease counts as an attempt";
  EXPECT_EQ(taken->run.attempts.back().error.value().code, worker_lost_code);
  EXPECT_EQ(refused(store_->take_over(seen)), "lost_race") << "once";
  EXPECT_EQ(claim("w2").record.task.id, task_id("rocks")) << "it has kept its place";
}

TEST_P(TaskStoreContract, refuses_everything_of_a_worker_whose_run_was_taken_over) {
  static_cast<void>(add("rocks"));
  const Claim late = claim();
  ASSERT_EQ(refused(store_->take_over(slot_of(late))), "");
  const auto refuses_all = [&] {
    EXPECT_EQ(refused(store_->renew(late, {}, "")), "lost_race");
    EXPECT_EQ(refused(store_->next_attempt(late, store_away)), "lost_race");
    EXPECT_EQ(refused(store_->give_back(late)), "lost_race");
    EXPECT_EQ(refused(store_->settle(late, success(late))), "lost_race");
    EXPECT_EQ(refused(store_->settle(late, failure())), "lost_race");
    EXPECT_EQ(refused(store_->settle(late, cancellation())), "lost_race");
  };
  refuses_all();
  const Claim second = claim("w2");
  EXPECT_EQ(second.slot, late.slot) << "the same slot again";
  refuses_all();
  static_cast<void>(settle(second, success(second)));
  refuses_all();
  EXPECT_EQ(run("rocks").receipt, success(second).receipt);
}

TEST_P(TaskStoreContract, refuses_everything_of_an_attempt_that_was_followed_by_another) {
  static_cast<void>(add("rocks"));
  const Claim first = claim();
  const Claim second = store_->next_attempt(first, store_away).value();
  EXPECT_EQ(refused(store_->renew(first, {}, "")), "lost_race");
  EXPECT_EQ(refused(store_->give_back(first)), "lost_race");
  EXPECT_EQ(refused(store_->settle(first, success(first))), "lost_race");
  static_cast<void>(settle(second, success(second)));
}

TEST_P(TaskStoreContract, fails_a_run_whose_workers_have_died_four_times) {
  static_cast<void>(add("rocks", {.email = "a@example.org"}));
  for (int death = 1; death <= 4; ++death) {
    const Claim claimed = claim("w" + std::to_string(death));
    const auto taken = store_->take_over(slot_of(claimed));
    ASSERT_EQ(refused(taken), "");
    EXPECT_EQ(taken->run.status, death < 4 ? Status::pending : Status::failed);
  }
  const Run ended = run("rocks");
  EXPECT_EQ(ended.takeovers, 4);
  EXPECT_EQ(ended.error.value().code, worker_lost_code);
  EXPECT_EQ(ended.finished_at, clock_.wall());
  EXPECT_TRUE(store_->pending().empty());
  EXPECT_EQ(store_->outbox(10).size(), 1U);
  EXPECT_EQ(kinds("rocks").back(), AuditKind::failed);
}

TEST_P(TaskStoreContract, counts_failed_and_lost_attempts_together) {
  static_cast<void>(add("rocks"));
  Claim claimed = claim();
  claimed = store_->next_attempt(claimed, store_away).value();
  ASSERT_EQ(refused(store_->take_over(slot_of(claimed))), "");
  claimed = claim("w2");
  EXPECT_EQ(claimed.record.run.attempts.size(), 3U) << "the counter is not reset";
  claimed = store_->next_attempt(claimed, store_away).value();
  EXPECT_EQ(refused(store_->next_attempt(claimed, store_away)), "lost_race");
  EXPECT_EQ(store_->take_over(slot_of(claimed)).value().run.status, Status::failed);
}

TEST_P(TaskStoreContract, succeeds_with_a_receipt_and_not_without_one) {
  static_cast<void>(add("rocks"));
  const Claim claimed = claim();
  EXPECT_EQ(refused(store_->settle(claimed, {Status::succeeded, std::nullopt, std::nullopt})), "lost_race");
  EXPECT_EQ(refused(store_->settle(claimed, {Status::pending, std::nullopt, std::nullopt})), "lost_race");
  EXPECT_EQ(refused(store_->settle(claimed, {Status::processing, std::nullopt, std::nullopt})), "lost_race");
  EXPECT_EQ(run("rocks").status, Status::processing);
  clock_.advance(1min);
  const Run ended = settle(claimed, success(claimed, "v7")).run;
  EXPECT_EQ(ended.status, Status::succeeded);
  EXPECT_EQ(ended.receipt, success(claimed, "v7").receipt);
  EXPECT_EQ(ended.data_version, "v7");
  EXPECT_EQ(ended.finished_at, clock_.wall());
  EXPECT_EQ(ended.progress.stage, Stage::done);
  EXPECT_EQ(ended.progress.per_mille, 1'000U);
  EXPECT_FALSE(ended.expires_at.has_value()) << "files are kept for ever by default";
  EXPECT_FALSE(slot_of(claimed).run.has_value());
}

TEST_P(TaskStoreContract, keeps_any_text_that_a_worker_may_tell) {
  static_cast<void>(add("rocks"));
  Claim claimed = claim("worker \"\xff\xc3\"\n");
  const std::string text = std::string("a\0b", 3) + "\"\\\n\xe2\x82\xac";
  ASSERT_EQ(refused(store_->renew(claimed, {}, text)), "");
  EXPECT_EQ(slot_of(claimed).search_context, text);
  claimed = store_->next_attempt(claimed, {"odd", text}).value();
  EXPECT_EQ(run("rocks").attempts[0].error.value().message, text);
  ASSERT_EQ(refused(store_->renew(claimed, {}, "\xff\xed\xa0\x80")), "");
  const Settlement settlement{Status::failed, std::nullopt, RunError{"odd", "caf\xe9 \xf0\x9f\"\xc0\x80 end"}};
  EXPECT_EQ(settle(claimed, settlement).run.status, Status::failed);
  const std::string message = run("rocks").error.value().message;
  EXPECT_TRUE(message.starts_with("caf\xef\xbf\xbd ") && message.ends_with(" end")) << "bytes that are no UTF-8";
}

}  // namespace
}  // namespace exportd::contract
