// Token buckets on a clock that is moved by hand.
#include "api/rate_limit.hpp"

#include <gtest/gtest.h>

#include "core/limits.hpp"

namespace exportd::api {
namespace {

using namespace std::chrono_literals;

class HandClock final : public Clock {
 public:
  [[nodiscard]] WallTime wall() const override { return {}; }
  [[nodiscard]] MonotonicTime monotonic() const override { return now; }
  bool sleep_until(MonotonicTime, const std::stop_token&) override { return false; }
  MonotonicTime now = MonotonicTime(1h);
};

TEST(RateLimit, GrantsAMinutesWorthAndFillsEvenly) {
  HandClock clock;
  RateLimit limit(60, clock);
  for (int n = 0; n < 60; ++n) EXPECT_TRUE(limit.take("a").granted);
  const Allowance refused = limit.take("a");
  EXPECT_FALSE(refused.granted);
  EXPECT_EQ(refused.until_granted, 1s);
  EXPECT_TRUE(limit.take("b").granted) << "another client has a bucket of its own";
  clock.now += 1s;
  EXPECT_TRUE(limit.take("a").granted);
  EXPECT_FALSE(limit.take("a").granted);
  clock.now += 1h;
  EXPECT_EQ(limit.take("a").remaining, 59U) << "a bucket never holds more than a minute's worth";
}

TEST(RateLimit, ARefusedRequestCostsNothingAndADearOneNeedsItsWholePrice) {
  HandClock clock;
  RateLimit limit(10, clock);
  EXPECT_TRUE(limit.take("a", 8).granted);
  const Allowance refused = limit.take("a", 5);
  EXPECT_FALSE(refused.granted);
  EXPECT_EQ(refused.until_granted, 18s) << "three more, one each six seconds";
  EXPECT_EQ(refused.remaining, 2U);
  EXPECT_TRUE(limit.take("a", 2).granted);
}

TEST(RateLimit, APriceAboveTheLimitIsTheLimit) {
  HandClock clock;
  RateLimit limit(3, clock);
  EXPECT_TRUE(limit.take("a", 5).granted);
  EXPECT_FALSE(limit.take("a", 5).granted);
  clock.now += 1min;
  EXPECT_TRUE(limit.take("a", 1).granted);
  EXPECT_TRUE(limit.take("a", 4, 1).granted) << "what is taken in two steps costs no more than in one";
}

TEST(RateLimit, WithoutALimitEverythingIsGranted) {
  HandClock clock;
  RateLimit limit(0, clock);
  for (int n = 0; n < 1'000; ++n) EXPECT_TRUE(limit.take("a").granted);
}

TEST(RateLimit, RemembersABoundedNumberOfClientsAndForgetsFullBucketsFirst) {
  HandClock clock;
  RateLimit limit(2, clock);
  for (std::size_t n = 0; n < limits::rate_limit_buckets_max; ++n) {
    ASSERT_TRUE(limit.take("client " + std::to_string(n)).granted);
  }
  EXPECT_TRUE(limit.take("late").granted) << "newcomers share one bucket now";
  EXPECT_TRUE(limit.take("later").granted);
  EXPECT_FALSE(limit.take("last").granted);
  EXPECT_TRUE(limit.take("client 7").granted) << "who is known has its own still";
  EXPECT_FALSE(limit.take("client 7").granted);
  clock.now += 1min + 1s;
  EXPECT_TRUE(limit.take("late", 2).granted);
  EXPECT_TRUE(limit.take("later", 2).granted) << "there is room again, as the others are full";
}

}  // namespace
}  // namespace exportd::api
