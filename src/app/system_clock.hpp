// The machine's own clocks behind the Clock port.
#pragma once

#include <condition_variable>
#include <mutex>

#include "core/ports.hpp"

namespace exportd::app {

class SystemClock final : public Clock {
 public:
  [[nodiscard]] WallTime wall() const override {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
  [[nodiscard]] MonotonicTime monotonic() const override { return std::chrono::steady_clock::now(); }

  bool sleep_until(MonotonicTime until, const std::stop_token& stop) override {
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any never_notified;
    never_notified.wait_until(lock, stop, until, [] { return false; });
    return !stop.stop_requested();
  }
};

}  // namespace exportd::app
