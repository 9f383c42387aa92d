// Errand: what a chore sets going and does not wait for, on a thread of its own. It goes on only as long as it is sent
// again and again: when the housekeeper has lost the duty, or hangs, it ends by itself before another one begins.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "core/ports.hpp"
#include "work/observer.hpp"

namespace exportd::work {

class Errand {
 public:
  // Asks `go_on` before every step that must not be done by two at once, and every second or so while one lasts.
  using Work = std::function<void(const std::function<bool()>& go_on)>;

  // `good_for`: how long a sending counts.
  Errand(std::string name, Work work, const Clock& clock, Observer& observer, std::chrono::milliseconds good_for);

  // Returns at once. While it is under way it is not begun a second time.
  void send();

 private:
  void run(const std::stop_token& stop);

  const std::string name_;  // for the log
  const Work work_;
  const Clock& clock_;
  Observer& observer_;
  const std::chrono::milliseconds good_for_;
  std::mutex mutex_;
  std::condition_variable_any sent_;
  bool wanted_ = false;    // guarded by mutex_, as is the next one
  MonotonicTime until_{};  // it may go on so long
  std::jthread thread_;    // the last member: the others are there as long as it runs
};

}  // namespace exportd::work
