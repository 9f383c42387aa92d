// The contract of TaskStore: files that are not kept for ever, and who keeps house.
#include "tests/contract/task_store_contract.hpp"

namespace exportd::contract {
namespace {

using namespace std::chrono_literals;

TEST_P(TaskStoreContract, marks_a_file_as_expired_when_its_time_has_come) {
  use_rules({.keep = 24h});
  static_cast<void>(add("rocks"));
  const Run ended = finish_well().run;
  EXPECT_EQ(ended.expires_at, clock_.wall() + 24h);
  clock_.advance(24h - 1ms);
  EXPECT_TRUE(store_->expire(clock_.wall(), 10).empty());
  clock_.advance(1ms);
  const std::vector<TaskRecord> expired = store_->expire(clock_.wall(), 10);
  ASSERT_EQ(expired.size(), 1U);
  EXPECT_EQ(expired[0].run.expired_at, clock_.wall());
  EXPECT_EQ(expired[0].run.status, Status::succeeded) << "a terminal status never changes";
  EXPECT_EQ(expired[0].run.receipt, ended.receipt);
  EXPECT_TRUE(store_->expire(clock_.wall(), 10).empty()) << "once";
  EXPECT_EQ(kinds("rocks").back(), AuditKind::expired);
}

TEST_P(TaskStoreContract, keeps_files_for_ever_by_default) {
  static_cast<void>(add("rocks"));
  static_cast<void>(finish_well());
  clock_.advance(1'000'000h);
  EXPECT_TRUE(store_->expire(clock_.wall(), 10).empty());
}

TEST_P(TaskStoreContract, expires_nothing_of_a_run_that_did_not_succeed) {
  use_rules({.keep = 24h});
  static_cast<void>(add("rocks"));
  EXPECT_FALSE(finish(failure()).run.expires_at.has_value());
  clock_.advance(48h);
  EXPECT_TRUE(store_->expire(clock_.wall(), 10).empty());
}

TEST_P(TaskStoreContract, expires_the_oldest_first_and_no_more_than_is_asked_for) {
  use_rules({.keep = 24h});
  for (const char* const name : {"c", "a", "b"}) {
    static_cast<void>(add(name));
    static_cast<void>(finish_well());
    clock_.advance(1s);
  }
  clock_.advance(48h);
  const std::vector<TaskRecord> first = store_->expire(clock_.wall(), 2);
  ASSERT_EQ(first.size(), 2U);
  EXPECT_EQ(first[0].task.id, task_id("c"));
  EXPECT_EQ(first[1].task.id, task_id("a"));
  EXPECT_EQ(store_->expire(clock_.wall(), 2).size(), 1U);
}

TEST_P(TaskStoreContract, gives_objects_to_delete_some_time_after_they_have_expired) {
  use_rules({.keep = 1h});
  static_cast<void>(add("rocks"));
  static_cast<void>(finish_well());
  EXPECT_EQ(refused(store_->confirm_deleted(task_id("rocks"), 1)), "not_found") << "it has not expired";
  clock_.advance(1h);
  const WallTime expired = clock_.wall();
  ASSERT_EQ(store_->expire(expired, 10).size(), 1U);
  EXPECT_TRUE(store_->deletable(expired, 10).empty()) << "not before that time";
  const std::vector<TaskRecord> due = store_->deletable(expired + 1ms, 10);
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0].task.id, task_id("rocks"));
  EXPECT_EQ(store_->deletable(expired + 1ms, 10).size(), 1U) << "until it is confirmed";
  clock_.advance(24h);
  const auto deleted = store_->confirm_deleted(task_id("rocks"), 1);
  ASSERT_EQ(refused(deleted), "");
  EXPECT_EQ(deleted->run.deleted_at, clock_.wall());
  EXPECT_EQ(deleted->run.status, Status::succeeded);
  EXPECT_TRUE(store_->deletable(clock_.wall(), 10).empty());
  EXPECT_EQ(kinds("rocks").back(), AuditKind::deleted);
  EXPECT_EQ(add("rocks").admission, Admission::created) << "its file is gone";
}

TEST_P(TaskStoreContract, counts_the_files_and_their_stored_bytes_until_they_are_gone) {
  use_rules({.keep = 1h});
  const auto kept = [&] {
    const TaskCounts counts = store_->counts();
    return std::pair{counts.files, counts.file_bytes};
  };
  using Kept = std::pair<std::uint64_t, std::uint64_t>;
  EXPECT_EQ(kept(), Kept(0, 0));
  static_cast<void>(add("rocks"));
  static_cast<void>(finish_well());
  EXPECT_EQ(kept(), Kept(1, 7'000)) << "what lies in the file store";
  static_cast<void>(add("sand"));
  const Claim claimed = claim();
  Settlement plain = success(claimed);
  plain.receipt->sealed_bytes = 0;
  plain.receipt->bytes = 500;
  static_cast<void>(settle(claimed, plain));
  EXPECT_EQ(kept(), Kept(2, 7'500)) << "where that is not known, the file itself";
  static_cast<void>(add("none"));
  static_cast<void>(finish(failure()));
  static_cast<void>(add("gone"));
  ASSERT_EQ(refused(store_->request_cancel(task_id("gone"), ActorKind::admin)), "");
  EXPECT_EQ(kept(), Kept(2, 7'500));
  clock_.advance(2h);
  ASSERT_EQ(store_->expire(clock_.wall(), 10).size(), 2U);
  EXPECT_EQ(kept(), Kept(2, 7'500)) << "it takes its place until it is removed";
  for (int times = 0; times < 2; ++times) {
    ASSERT_EQ(refused(store_->confirm_deleted(task_id("rocks"), 1)), "");
    EXPECT_EQ(kept(), Kept(1, 500)) << "once";
  }
  ASSERT_EQ(refused(store_->confirm_deleted(task_id("sand"), 1)), "");
  EXPECT_EQ(kept(), Kept(0, 0));
}

TEST_P(TaskStoreContract, lets_one_instance_have_the_duty) {
  const std::unique_ptr<TaskStore> other = another("second");
  const DutyView nobody = store_->duty();
  EXPECT_EQ(nobody.holder, "");
  EXPECT_TRUE(store_->take_duty(nobody, "first"));
  EXPECT_FALSE(other->take_duty(nobody, "second")) << "somebody was faster";
  const DutyView held = other->duty();
  EXPECT_EQ(held.holder, "first");
  EXPECT_TRUE(store_->take_duty(held, "first"));
  EXPECT_GT(store_->duty().beat, held.beat) << "taking it again is the holder's beat";
  EXPECT_FALSE(other->take_duty(held, "second")) << "the holder has beaten since";
  EXPECT_TRUE(other->take_duty(other->duty(), "second"));
  EXPECT_EQ(store_->duty().holder, "second");
}

}  // namespace
}  // namespace exportd::contract
