// RealClock: the machine's own monotonic time, for tests of what other threads or programs do meanwhile. Nobody sleeps
// on it, and its wall time stands still.
#pragma once

#include <chrono>
#include <stop_token>

#include "core/ports.hpp"

namespace exportd::testing {

class RealClock final : public Clock {
 public:
  [[nodiscard]] WallTime wall() const override { return {}; }
  [[nodiscard]] MonotonicTime monotonic() const override { return std::chrono::steady_clock::now(); }
  bool sleep_until(MonotonicTime, const std::stop_token&) override { return true; }
};

}  // namespace exportd::testing
