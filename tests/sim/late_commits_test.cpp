// Commits that come after they were told to have failed, between two reads of a later call. The simulation over the
// model of DynamoDB found each of these in some ten thousand seeds; here they are at once.
#include <gtest/gtest.h>

#include "core/failure.hpp"
#include "tasks/stored_tasks.hpp"
#include "testing/addressees.hpp"
#include "testing/memory_table.hpp"
#include "testing/simulation_clock.hpp"

namespace exportd::testing {
namespace {

using tasks::LogEntry;
using tasks::Record;
using tasks::RecordKey;
using tasks::Write;

class LateTable final : public tasks::RecordTable {
 public:
  // The next commit fails, and is done before the read that comes after so many others.
  void lose_commit(int reads_before) { loses_ = true, reads_before_ = reads_before; }
  void deliver() {
    if (held_back_) arrived_ = table_.commit(held_back_->first, held_back_->second);
    held_back_.reset();
  }
  [[nodiscard]] bool arrived() const { return arrived_; }

  std::vector<std::optional<Record>> read(std::span<const RecordKey> keys) override {
    if (held_back_ && reads_before_-- == 0) deliver();
    return table_.read(keys);
  }
  std::vector<Record> range(const tasks::Range& range) override { return table_.range(range); }
  bool commit(std::span<const Write> writes, std::span<const LogEntry> log) override {
    if (!std::exchange(loses_, false)) return table_.commit(writes, log);
    held_back_.emplace(std::vector(writes.begin(), writes.end()), std::vector(log.begin(), log.end()));
    throw Failure(FailureKind::retry, "store_unavailable", "task store: no answer");
  }
  std::vector<LogEntry> log(std::string_view partition) override { return table_.log(partition); }
  std::vector<LogEntry> log_since(std::int64_t stamp, std::string& cursor, std::size_t n) override {
    return table_.log_since(stamp, cursor, n);
  }
  void pause(int) override {}

 private:
  MemoryTable table_;
  bool loses_ = false;
  bool arrived_ = false;
  int reads_before_ = 0;
  std::optional<std::pair<std::vector<Write>, std::vector<LogEntry>>> held_back_;
};

class LateCommits : public ::testing::Test {
 protected:
  TaskRecord ask(const std::string& token, const std::string& email = "") {
    NewRequest request{{TaskId(std::string(26, 'a')), "synthesis", "", ""}, addressee(email), "", {}, "data"};
    request.token = [token](int) { return TokenHash{token}; };
    return tasks_.create_or_join(request)->record;
  }
  static Settlement success() {
    Receipt receipt{ObjectKey("o"), ObjectKey("m"), 1, 1, 1, 1, 1, std::string(64, 'a'), "data"};
    return {Status::succeeded, std::move(receipt), std::nullopt};
  }

  VirtualTime time_;
  MachineClock clock_{time_, Milliseconds(0), Milliseconds(0)};
  LateTable table_;
  tasks::StoredTasks tasks_{table_, clock_, {}, "one"};
};

TEST_F(LateCommits, a_settlement_that_comes_while_it_is_repeated_is_found) {
  for (int reads = 0; reads < 4; ++reads) {
    ask("t" + std::to_string(reads));
    const auto claim = tasks_.claim_next("worker");
    ASSERT_TRUE(claim);
    Settlement settlement = success();
    settlement.receipt->data_version += std::to_string(reads);  // of other records: the next request is not given it
    table_.lose_commit(reads);
    EXPECT_THROW((void)tasks_.settle(*claim, settlement), Failure);
    const auto again = tasks_.settle(*claim, settlement);
    ASSERT_TRUE(again) << "after " << reads << " reads";
    EXPECT_EQ(again->run.status, Status::succeeded);
  }
}

TEST_F(LateCommits, an_attempt_that_comes_while_it_is_repeated_is_found) {
  for (int reads = 0; reads < 4; ++reads) {
    ask("t" + std::to_string(reads));
    const auto claim = tasks_.claim_next("worker");
    ASSERT_TRUE(claim);
    table_.lose_commit(reads);
    EXPECT_THROW((void)tasks_.next_attempt(*claim, {"code", "message"}), Failure);
    const auto again = tasks_.next_attempt(*claim, {"code", "message"});
    ASSERT_TRUE(again) << "after " << reads << " reads";
    EXPECT_EQ(again->record.run.attempts.size(), 2U);
    ASSERT_TRUE(tasks_.settle(*again, {Status::failed, std::nullopt, RunError{"code", "message"}}));
  }
}

TEST_F(LateCommits, an_outbox_that_was_opened_anew_is_not_closed_by_what_was_meant_for_the_old_one) {
  ask("first", "ada@example.org");
  const auto claim = tasks_.claim_next("worker");
  ASSERT_TRUE(claim && tasks_.settle(*claim, success()));
  tasks_.record_mail(tasks_.outbox(1).front(), key_of("ada@example.org"), MailOutcome::sent);
  const OutboxEntry entry = tasks_.outbox(1).front();
  table_.lose_commit(1'000);
  EXPECT_THROW(tasks_.close_outbox(entry), Failure);
  ASSERT_TRUE(tasks_.close_outbox(entry));
  ask("second", "bob@example.org");
  ASSERT_EQ(tasks_.outbox(1).size(), 1U);
  table_.deliver();
  EXPECT_FALSE(table_.arrived());
  EXPECT_EQ(tasks_.outbox(1).size(), 1U);
}

TEST_F(LateCommits, an_address_that_came_anew_is_not_erased_by_what_was_meant_for_the_old_one) {
  ask("first", "ada@example.org");
  const auto claim = tasks_.claim_next("worker");
  ASSERT_TRUE(claim && tasks_.settle(*claim, success()));
  const WallTime later = clock_.wall() + std::chrono::days(31);
  table_.lose_commit(1'000);
  EXPECT_THROW(tasks_.erase_addresses(later), Failure);
  while (tasks_.erase_addresses(later) > 0) continue;
  ask("second", "ada@example.org");
  table_.deliver();
  EXPECT_FALSE(table_.arrived());
  const auto unsent = tasks_.unsent(tasks_.outbox(1).front(), 10);
  EXPECT_EQ(unsent.size(), 1U);
}

}  // namespace
}  // namespace exportd::testing
