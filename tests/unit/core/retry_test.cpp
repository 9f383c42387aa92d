#include "core/retry.hpp"

#include <gtest/gtest.h>

namespace exportd {
namespace {

using std::chrono::milliseconds;

constexpr double last_jitter = 0.999999;

TEST(RetryPolicy, tries_again_only_what_can_heal_by_itself) {
  const RetryPolicy policy;
  EXPECT_TRUE(policy.pause_after(FailureKind::retry, 1, 0).has_value());
  for (const FailureKind kind :
       {FailureKind::reject, FailureKind::too_many, FailureKind::cancel, FailureKind::lost_lease, FailureKind::ours}) {
    EXPECT_FALSE(policy.pause_after(kind, 1, 0).has_value());
  }
}

TEST(RetryPolicy, follows_the_first_attempt_with_three_more) {
  const RetryPolicy policy;
  for (int made = 1; made <= 3; ++made) EXPECT_TRUE(policy.pause_after(FailureKind::retry, made, 0.5).has_value());
  EXPECT_FALSE(policy.pause_after(FailureKind::retry, 4, 0.5).has_value());
  EXPECT_FALSE(policy.pause_after(FailureKind::retry, 5, 0.5).has_value());
  EXPECT_FALSE(RetryPolicy{.attempts_max = 1}.pause_after(FailureKind::retry, 1, 0).has_value());
}

TEST(RetryPolicy, doubles_its_pause_and_spreads_it_over_the_upper_half) {
  const RetryPolicy policy;
  for (int made = 1; made <= 3; ++made) {
    const milliseconds ceiling = policy.pause_first * (1 << (made - 1));
    EXPECT_EQ(policy.pause_after(FailureKind::retry, made, 0), ceiling / 2);
    EXPECT_EQ(policy.pause_after(FailureKind::retry, made, 0.5), ceiling * 3 / 4);
    EXPECT_EQ(policy.pause_after(FailureKind::retry, made, last_jitter), ceiling - milliseconds(1));
  }
}

TEST(RetryPolicy, never_waits_longer_than_its_longest_pause) {
  const RetryPolicy policy{.attempts_max = 1'000'000};
  for (const int made : {6, 7, 17, 40, 100, 999'999}) {
    EXPECT_EQ(policy.pause_after(FailureKind::retry, made, 0), policy.pause_max / 2) << made;
    EXPECT_LE(policy.pause_after(FailureKind::retry, made, last_jitter).value(), policy.pause_max) << made;
  }
}

}  // namespace
}  // namespace exportd
