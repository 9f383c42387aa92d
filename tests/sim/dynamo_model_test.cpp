// What the model of DynamoDB does to those who use it.
#include "testing/dynamo_model.hpp"

#include <gtest/gtest.h>

#include "core/failure.hpp"
#include "testing/memory_table.hpp"

namespace exportd::testing {
namespace {

using tasks::LogEntry;
using tasks::RecordKey;
using tasks::Write;

const RecordKey key{"p", "s"};
const RecordKey other{"p", "t"};

class DynamoModelTest : public ::testing::Test {
 protected:
  // "done", "not done", or the code of the failure.
  static std::string put(DynamoModel& table, const RecordKey& where, std::uint64_t version) {
    const Write write{Write::Kind::put, where, version, "{}"};
    try {
      return table.commit({&write, 1}, {}) ? "done" : "not done";
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.kind(), FailureKind::retry);
      return failure.code();
    }
  }
  std::uint64_t version_below() {
    const auto found = below_.read({&key, 1}).front();
    return found ? found->version : 0;
  }
  DynamoModel model(const DynamoWeather& weather, DynamoModel::Reads reads = DynamoModel::Reads::consistent) {
    return {below_, time_, weather, 1, reads};
  }

  MemoryTable below_;
  VirtualTime time_;
};

TEST_F(DynamoModelTest, throttles_before_anything_is_done) {
  DynamoModel table = model({.throttled = 1});
  EXPECT_EQ(put(table, key, 0), "store_throttled");
  EXPECT_EQ(version_below(), 0U);
  EXPECT_THROW(table.range({"p", "", "", 0, tasks::Order::ascending}), Failure);
}

TEST_F(DynamoModelTest, refuses_for_a_conflict_though_nothing_has_changed) {
  DynamoModel table = model({.conflict = 1});
  EXPECT_EQ(put(table, key, 0), "not done");
  EXPECT_EQ(version_below(), 0U);
}

TEST_F(DynamoModelTest, does_it_and_does_not_tell) {
  DynamoModel table = model({.untold = 1});
  EXPECT_EQ(put(table, key, 0), "store_unavailable");
  EXPECT_EQ(version_below(), 1U);
}

TEST_F(DynamoModelTest, does_it_late_if_it_is_still_possible) {
  DynamoModel table = model({.late = 1, .late_max = Milliseconds(1'000)});
  EXPECT_EQ(put(table, key, 0), "store_unavailable");
  EXPECT_EQ(put(table, other, 7), "store_unavailable");
  EXPECT_EQ(version_below(), 0U);
  time_.now = Milliseconds(1'000);
  EXPECT_TRUE(table.read({&key, 1}).front());
  EXPECT_FALSE(table.read({&other, 1}).front());
  EXPECT_EQ(table.tally().late, 1U);
  EXPECT_EQ(table.tally().too_late, 1U);
}

TEST_F(DynamoModelTest, forgets_what_is_late_for_a_table_that_is_gone) {
  DynamoModel table = model({.late = 1, .late_max = Milliseconds(1'000)});
  EXPECT_EQ(put(table, key, 0), "store_unavailable");
  table.forget_the_late();
  time_.now = Milliseconds(1'000);
  EXPECT_FALSE(table.read({&key, 1}).front());
}

TEST_F(DynamoModelTest, has_an_index_that_is_behind_and_a_table_that_is_not) {
  DynamoModel table = model({.lag_max = Milliseconds(1'000'000)});
  const LogEntry entry{{"t", "1"}, 5, "{}"};
  ASSERT_TRUE(table.commit({}, {&entry, 1}));
  ASSERT_EQ(put(table, key, 0), "done");
  std::string cursor;
  EXPECT_TRUE(table.log_since(0, cursor, 10).empty());
  EXPECT_EQ(table.log("t").size(), 1U);
  EXPECT_EQ(table.range({"p", "", "", 0, tasks::Order::ascending}).size(), 1U);
  time_.now = Milliseconds(1'000'000);
  EXPECT_EQ(table.log_since(0, cursor, 10).size(), 1U);
}

TEST_F(DynamoModelTest, shows_a_range_that_is_not_read_consistently_when_it_has_come_to_the_index) {
  DynamoModel table = model({.lag_max = Milliseconds(1'000'000)}, DynamoModel::Reads::eventual);
  ASSERT_EQ(put(table, key, 0), "done");
  EXPECT_TRUE(table.range({"p", "", "", 1, tasks::Order::ascending}).empty());
  time_.now = Milliseconds(1'000'000);
  EXPECT_EQ(table.range({"p", "", "", 1, tasks::Order::ascending}).size(), 1U);
}

}  // namespace
}  // namespace exportd::testing
