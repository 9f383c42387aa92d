// The contract of TaskStore: every change is repeated after its reply was lost. It is then not done a second time, and
// the answer is that of the first time or a refusal that tells the caller so.
#include "tests/contract/task_store_contract.hpp"

namespace exportd::contract {
namespace {

using testing::key_of;

TEST_P(TaskStoreReplies, create_one_run) {
  const NewRequest asked = request("rocks", {.email = "a@example.org"});
  const auto again = twice([&](TaskStore& store) { return store.create_or_join(asked); });
  ASSERT_EQ(refused(again), "");
  EXPECT_EQ(again->admission, Admission::repeated);
  EXPECT_EQ(again->record.run, run("rocks"));
  EXPECT_EQ(again->record.run.requesters, 1);
  EXPECT_EQ(store_->pending().size(), 1U);
}

TEST_P(TaskStoreReplies, create_one_run_for_an_idempotency_key) {
  const NewRequest asked = request("rocks", {.email = "a@example.org", .key = "0123456789abcdef"});
  const auto again = twice([&](TaskStore& store) { return store.create_or_join(asked); });
  EXPECT_EQ(again.value().admission, Admission::repeated);
  EXPECT_EQ(run("rocks").requesters, 1);
}

TEST_P(TaskStoreReplies, join_once) {
  static_cast<void>(add("rocks"));
  const NewRequest asked = request("rocks", {.email = "a@example.org"});
  EXPECT_EQ(twice([&](TaskStore& store) { return store.create_or_join(asked); }).value().admission,
            Admission::repeated);
  EXPECT_EQ(run("rocks").requesters, 2);
  EXPECT_EQ(logged(AuditKind::joined), 1U);
}

TEST_P(TaskStoreReplies, give_a_file_once) {
  static_cast<void>(add("rocks"));
  static_cast<void>(finish_well());
  const NewRequest asked = request("rocks", {.email = "a@example.org"});
  EXPECT_EQ(twice([&](TaskStore& store) { return store.create_or_join(asked); }).value().record.run.number, 1);
  EXPECT_EQ(run("rocks").requesters, 2);
  EXPECT_EQ(store_->outbox(10).size(), 1U);
}

TEST_P(TaskStoreReplies, create_one_run_though_it_has_ended_before_the_repetition) {
  const NewRequest asked = request("rocks");
  lose_ = true;
  EXPECT_THROW(static_cast<void>(forgetful_->create_or_join(asked)), Failure);
  static_cast<void>(finish(failure()));
  EXPECT_EQ(forgetful_->create_or_join(asked).value().record.run.number, 1);
  EXPECT_EQ(run("rocks").number, 1);
}

TEST_P(TaskStoreReplies, cancel_a_pending_run_once) {
  static_cast<void>(add("rocks"));
  const auto cancel = [&](TaskStore& store) { return store.request_cancel(task_id("rocks"), ActorKind::admin); };
  EXPECT_EQ(refused(twice(cancel)), "already_ended");
  EXPECT_EQ(logged(AuditKind::cancelled), 1U);
  EXPECT_EQ(store_->counts().cancelled, 1U);
}

TEST_P(TaskStoreReplies, ask_a_processing_run_to_end_once) {
  static_cast<void>(add("rocks"));
  const Claim claimed = claim();
  const auto cancel = [&](TaskStore& store) { return store.request_cancel(task_id("rocks"), ActorKind::admin); };
  EXPECT_TRUE(twice(cancel).value().run.cancel_requested);
  EXPECT_EQ(logged(AuditKind::cancel_requested), 1U);
  static_cast<void>(settle(claimed, cancellation()));
}

TEST_P(TaskStoreReplies, let_a_requester_leave_once) {
  static_cast<void>(add("rocks", {.token = "a"}));
  static_cast<void>(add("rocks", {.token = "b"}));
  const auto again = twice([&](TaskStore& store) { return store.leave(task_id("rocks"), {"a"}); });
  ASSERT_EQ(refused(again), "");
  EXPECT_TRUE(again->others_remain);
  EXPECT_EQ(run("rocks").requesters, 1);
  const auto last = twice([&](TaskStore& store) { return store.leave(task_id("rocks"), {"b"}); });
  ASSERT_EQ(refused(last), "");
  EXPECT_FALSE(last->others_remain);
  EXPECT_EQ(last->record.run.status, Status::cancelled);
  EXPECT_EQ(logged(AuditKind::left), 2U);
  EXPECT_EQ(logged(AuditKind::cancelled), 1U);
}

TEST_P(TaskStoreReplies, retry_once) {
  static_cast<void>(add("rocks"));
  static_cast<void>(finish(failure()));
  EXPECT_EQ(refused(twice([&](TaskStore& store) { return store.retry(task_id("rocks"), ActorKind::admin); })),
            "lost_race");
  EXPECT_EQ(run("rocks").number, 2);
  EXPECT_EQ(store_->pending().size(), 1U);
}

TEST_P(TaskStoreReplies, claim_one_run_for_one_worker) {
  static_cast<void>(add("rocks"));
  static_cast<void>(add("stones"));
  const auto again = twice([&](TaskStore& store) { return store.claim_next("w1"); });
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->record.task.id, task_id("rocks"));
  EXPECT_EQ(again->token, slot_of(*again).token);
  EXPECT_EQ(again->record.run.attempts.size(), 1U);
  EXPECT_EQ(store_->pending().size(), 1U);
  static_cast<void>(settle(*again, success(*again)));
}

TEST_P(TaskStoreReplies, begin_one_further_attempt) {
  static_cast<void>(add("rocks"));
  const Claim claimed = claim();
  const auto again = twice([&](TaskStore& store) { return store.next_attempt(claimed, store_away); });
  ASSERT_EQ(refused(again), "");
  EXPECT_GT(again->token, claimed.token);
  EXPECT_EQ(again->token, slot_of(claimed).token);
  EXPECT_EQ(run("rocks").attempts.size(), 2U);
  static_cast<void>(settle(*again, success(*again)));
}

TEST_P(TaskStoreReplies, renew_a_lease_however_often) {
  static_cast<void>(add("rocks"));
  const Claim claimed = claim();
  EXPECT_EQ(refused(twice([&](TaskStore& store) { return store.renew(claimed, fetched(5), "scroll"); })), "");
  EXPECT_EQ(run("rocks").progress.records, 5U);
}

TEST_P(TaskStoreReplies, settle_once_and_say_so_again) {
  for (const Status status : {Status::succeeded, Status::failed, Status::cancelled}) {
    static_cast<void>(add("rocks", {.email = "a@example.org", .refresh = true}));
    const Claim claimed = claim();
    const Settlement settlement = status == Status::succeeded ? success(claimed)
                                  : status == Status::failed  ? failure()
                                                              : cancellation();
    const auto again = twice([&](TaskStore& store) { return store.settle(claimed, settlement); });
    ASSERT_EQ(refused(again), "");
    EXPECT_EQ(again->run.status, status);
    EXPECT_EQ(again->run, run("rocks"));
    const Settlement other = status == Status::failed ? success(claimed) : failure();
    EXPECT_EQ(refused(store_->settle(claimed, other)), "lost_race") << "it ended otherwise";
  }
  const TaskCounts counts = store_->counts();
  EXPECT_EQ(counts.succeeded, 1U);
  EXPECT_EQ(counts.failed, 1U);
  EXPECT_EQ(counts.cancelled, 1U);
}

TEST_P(TaskStoreReplies, give_a_run_back_once) {
  static_cast<void>(add("rocks"));
  const Claim claimed = claim();
  EXPECT_EQ(refused(twice([&](TaskStore& store) { return store.give_back(claimed); })), "lost_race");
  EXPECT_EQ(logged(AuditKind::given_back), 1U);
  EXPECT_EQ(store_->pending().size(), 1U);
}

TEST_P(TaskStoreReplies, take_a_run_over_once) {
  static_cast<void>(add("rocks"));
  const SlotView dead = slot_of(claim());
  EXPECT_EQ(refused(twice([&](TaskStore& store) { return store.take_over(dead); })), "lost_race");
  EXPECT_EQ(run("rocks").takeovers, 1);
}

TEST_P(TaskStoreReplies, take_the_duty_once) {
  const DutyView nobody = store_->duty();
  EXPECT_FALSE(twice([&](TaskStore& store) { return store.take_duty(nobody, "first"); }));
  EXPECT_EQ(store_->duty().holder, "first") << "the caller reads that it has it";
  EXPECT_EQ(store_->duty().beat, 1U);
}

TEST_P(TaskStoreReplies, record_a_mail_once) {
  static_cast<void>(add("rocks", {.email = "a@example.org"}));
  static_cast<void>(finish_well());
  const OutboxEntry entry = store_->outbox(1).at(0);
  twice([&](TaskStore& store) {
    store.record_mail(entry, key_of("a@example.org"), MailOutcome::sent);
    return true;
  });
  EXPECT_EQ(logged(AuditKind::mailed), 1U);
  EXPECT_TRUE(twice([&](TaskStore& store) { return store.close_outbox(entry); }));
  EXPECT_TRUE(store_->outbox(10).empty());
}

TEST_P(TaskStoreReplies, never_let_more_mail_through_than_the_quota) {
  EXPECT_EQ(refused(twice([&](TaskStore& store) {
              return store.reserve(DailyCount::mails, key_of("a@example.org"), 19'000, 2);
            })),
            "");
  EXPECT_EQ(refused(store_->reserve(DailyCount::mails, key_of("a@example.org"), 19'000, 2)), "quota_spent")
      << "a lost reply may cost one of the day, never give one more";
}

TEST_P(TaskStoreReplies, expire_and_delete_a_file_once) {
  static_cast<void>(add("rocks", {.email = "a@example.org"}));
  static_cast<void>(finish_well());
  clock_.advance(std::chrono::hours(2));
  EXPECT_TRUE(twice([&](TaskStore& store) { return store.expire(clock_.wall(), 10); }).empty());
  EXPECT_EQ(logged(AuditKind::expired), 1U);
  clock_.advance(std::chrono::hours(25));
  static_cast<void>(add("sand"));
  static_cast<void>(finish_well());
  ASSERT_EQ(store_->deletable(clock_.wall(), 10).size(), 1U) << "a lost reply loses no object";
  const auto deleted = twice([&](TaskStore& store) { return store.confirm_deleted(task_id("rocks"), 1); });
  EXPECT_TRUE(deleted.value().run.deleted_at.has_value());
  EXPECT_EQ(logged(AuditKind::deleted), 1U);
  EXPECT_EQ(store_->counts().files, 1U) << "the other one's";
  static_cast<void>(twice([&](TaskStore& store) { return store.erase_addresses(clock_.wall()); }));
  while (store_->erase_addresses(clock_.wall()) != 0) {
  }
  EXPECT_TRUE(unsent("rocks", 1).empty());
}

}  // namespace
}  // namespace exportd::contract
