// When an attempt that failed is followed by another. Decides only: the caller sleeps and draws the jitter.
#pragma once

#include <algorithm>
#include <cassert>
#include <chrono>
#include <optional>

#include "core/failure.hpp"

namespace exportd {

struct RetryPolicy {
  int attempts_max = 4;  // the first and three retries
  std::chrono::milliseconds pause_first{1'000};
  std::chrono::milliseconds pause_max{30'000};

  // Exponential backoff with jitter; nullopt: the run fails. `attempts_made`: those that count. `jitter`: in [0, 1).
  // Only what can heal by itself is tried again.
  [[nodiscard]] std::optional<std::chrono::milliseconds> pause_after(FailureKind kind, int attempts_made,
                                                                     double jitter) const {
    assert(attempts_made >= 1 && jitter >= 0 && jitter < 1);
    if (kind != FailureKind::retry || attempts_made >= attempts_max) return std::nullopt;
    const int doublings = std::min(attempts_made - 1, 16);
    const double ceiling = static_cast<double>(std::min(pause_max.count(), pause_first.count() << doublings));
    return std::chrono::milliseconds(static_cast<std::chrono::milliseconds::rep>(ceiling * (0.5 + jitter / 2)));
  }
};

}  // namespace exportd
