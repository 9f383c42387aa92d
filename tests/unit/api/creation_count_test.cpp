// The count at the door: an export that would be too large is refused before it is queued, but only if that is known.
#include <gtest/gtest.h>

#include "tests/unit/api/door_under_test.hpp"
#include "tests/unit/api/search_records.hpp"

namespace exportd::api_test {
namespace {

class CreationCount : public ::testing::Test {
 protected:
  void SetUp() override {
    door_.records.load(door_.environments[1], search_records(30));
    door_.parts.rules.max_rows = 29;
  }

  DoorUnderTest door_;
};

TEST_F(CreationCount, refuses_too_many_rows_with_their_number) {
  const Answered answer = door_.post("/v1/petdb/exports", "{}");
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(answer.of("code"), "too_many_rows");
  EXPECT_EQ(answer.of("totalRows"), "30");
  EXPECT_EQ(answer.of("maxRows"), "29");
  EXPECT_NE(answer.of("detail").find("30 records"), std::string::npos);
  EXPECT_EQ(door_.parts.tasks.counts().pending, 0U);
}

TEST_F(CreationCount, takes_as_many_rows_as_an_export_may_hold) {
  door_.weather.records = 29;
  EXPECT_EQ(door_.post("/v1/petdb/exports", "{}").status, 202);
  EXPECT_EQ(door_.parts.tasks.counts().pending, 1U);
}

TEST_F(CreationCount, takes_what_could_not_be_counted_in_time) {
  door_.weather.slow_count = true;
  const MonotonicTime before = door_.parts.clock.monotonic();
  EXPECT_EQ(door_.post("/v1/petdb/exports", "{}").status, 202);
  EXPECT_GE(door_.search.counted_by, before + std::chrono::milliseconds(300));
  EXPECT_LE(door_.search.counted_by, door_.parts.clock.monotonic() + std::chrono::milliseconds(300));
}

TEST_F(CreationCount, takes_everything_while_the_search_is_down) {
  door_.weather.down = true;
  EXPECT_EQ(door_.post("/v1/petdb/exports", "{}").status, 202);
}

}  // namespace
}  // namespace exportd::api_test
