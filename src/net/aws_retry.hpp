// AwsRetryBudget and retry_pause_max: when and how soon a request is tried again, as the vendor's SDKs do it since
// November 2026 ("standard" mode, https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html).
#pragma once

#include <algorithm>
#include <chrono>
#include <mutex>
#include <optional>
#include <string_view>

#include "net/aws_error.hpp"

namespace exportd::net {

// The retries that one client may make while its service fails: a service that is down is not asked many times more.
// Safe from several threads.
class AwsRetryBudget {
 public:
  static constexpr int tokens_max = 500;

  // What a retry costs, now taken; nullopt: there is not enough left, and it may not be made. One that answers
  // throttling asks to be tried again, one that fails does not.
  [[nodiscard]] std::optional<int> take(AwsTrouble trouble) {
    const int cost = trouble == AwsTrouble::throttled ? 5 : 14;
    const std::lock_guard lock(mutex_);
    if (tokens_ < cost) return std::nullopt;
    tokens_ -= cost;
    return cost;
  }

  // After an answer: what its last retry cost; 0: it needed none.
  void give_back(int cost) {
    const std::lock_guard lock(mutex_);
    tokens_ = std::min(tokens_max, tokens_ + std::max(cost, 1));
  }

 private:
  std::mutex mutex_;  // guards tokens_
  int tokens_ = tokens_max;
};

// The longest pause before retry number `retry` (1, 2, …); the pause itself is drawn between 0 and it.
[[nodiscard]] inline std::chrono::milliseconds retry_pause_max(AwsTrouble trouble, int retry,
                                                               std::string_view service) {
  using std::chrono::milliseconds;
  const milliseconds fast(service == "dynamodb" ? 25 : 50);
  const milliseconds first = trouble == AwsTrouble::throttled ? milliseconds(1'000) : fast;
  return std::min(milliseconds(20'000), first * (1 << std::clamp(retry - 1, 0, 10)));
}

}  // namespace exportd::net
