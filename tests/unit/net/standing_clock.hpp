// StandingClock: wall time that stands where a test put it.
#pragma once

#include <atomic>
#include <chrono>

#include "core/ports.hpp"

namespace exportd::net {

class StandingClock final : public Clock {
 public:
  explicit StandingClock(WallTime now) : now_(now) {}
  void set(WallTime now) { now_ = now; }
  [[nodiscard]] WallTime wall() const override { return now_; }
  [[nodiscard]] MonotonicTime monotonic() const override { return std::chrono::steady_clock::now(); }
  bool sleep_until(MonotonicTime, const std::stop_token&) override { return true; }

 private:
  std::atomic<WallTime> now_;
};

}  // namespace exportd::net
