// How many files are kept is counted anew by a restore, and goes on from a tally that does not know of files.
#include <gtest/gtest.h>

#include "tasks/restore.hpp"
#include "tasks/stored_tasks.hpp"
#include "testing/memory_table.hpp"
#include "tests/contract/task_store_contract.hpp"

namespace exportd::tasks {
namespace {

using namespace std::chrono_literals;

class KeptFiles : public ::testing::Test {
 protected:
  void make(const std::string& name) {
    ASSERT_TRUE(store_.create_or_join({.task = {contract::task_id(name), "petdb", "", ""},
                                       .email = {},
                                       .idempotency_key = {},
                                       .token = [](int) { return TokenHash{"t"}; },
                                       .data_version = {}}));
    const auto claimed = store_.claim_next("w1");
    ASSERT_TRUE(store_.settle(claimed.value(), contract::success(*claimed)));
    clock_.advance(1s);
  }

  contract::HandClock clock_;
  testing::MemoryTable table_;
  StoredTasks store_{table_, clock_, {.keep = 1h}, "first"};
};

TEST_F(KeptFiles, are_counted_anew_by_a_restore) {
  for (const char* const name : {"gone", "a", "b"}) make(name);
  clock_.advance(2h);
  ASSERT_EQ(store_.expire(clock_.wall(), 2).size(), 2U);
  ASSERT_TRUE(store_.confirm_deleted(contract::task_id("gone"), 1));
  const WallTime to = clock_.wall();
  clock_.advance(1s);
  make("later");

  std::string cursor;
  const std::vector<LogEntry> log = table_.log_since(0, cursor, 100);
  testing::MemoryTable made;
  static_cast<void>(restore_tasks(made, {log, to, highest_token(table_, log), clock_.wall(), {}}));
  const TaskCounts counts = StoredTasks(made, clock_, {}, "second").counts();
  EXPECT_EQ(counts.succeeded, 3U);
  EXPECT_EQ(counts.files, 2U) << "one has expired and lies there still";
  EXPECT_EQ(counts.file_bytes, 14'000U);
}

TEST_F(KeptFiles, of_a_store_that_did_not_count_them_are_never_less_than_none) {
  make("old");
  TaskStep step(table_);
  step.read({tally_key()});
  step.put(tally_key(), R"({"failed":0,"succeeded":1,"cancelled":0})");
  ASSERT_TRUE(step.commit());
  EXPECT_EQ(store_.counts().files, 0U);
  clock_.advance(2h);
  ASSERT_EQ(store_.expire(clock_.wall(), 2).size(), 1U);
  ASSERT_TRUE(store_.confirm_deleted(contract::task_id("old"), 1));
  EXPECT_EQ(store_.counts().files, 0U);
  EXPECT_EQ(store_.counts().file_bytes, 0U);
  make("new");
  EXPECT_EQ(store_.counts().files, 1U);
}

}  // namespace
}  // namespace exportd::tasks
