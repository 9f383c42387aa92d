// The time of a simulated world, and the clocks of its machines, which agree on nothing but how fast it goes.
#pragma once

#include <chrono>

#include "core/ports.hpp"

namespace exportd::testing {

using Milliseconds = std::chrono::milliseconds;

// Since the world began. Only the world moves it.
struct VirtualTime {
  Milliseconds now{0};
};

class MachineClock final : public Clock {
 public:
  MachineClock(const VirtualTime& time, Milliseconds started_before, Milliseconds wall_offset)
      : time_(time), started_before_(started_before), wall_offset_(wall_offset) {}

  [[nodiscard]] WallTime wall() const override { return WallTime(epoch + time_.now + wall_offset_); }
  [[nodiscard]] MonotonicTime monotonic() const override { return MonotonicTime(time_.now + started_before_); }
  // Nothing that is simulated sleeps: it returns when it wants to be called again.
  bool sleep_until(MonotonicTime, const std::stop_token&) override { return true; }

  void jump_to(Milliseconds wall_offset) { wall_offset_ = wall_offset; }

 private:
  static constexpr Milliseconds epoch{1'800'000'000'000};
  const VirtualTime& time_;
  const Milliseconds started_before_;  // a monotonic clock counts from the machine's own start
  Milliseconds wall_offset_;
};

}  // namespace exportd::testing
