// LockWait: how an import waits for another's lock: for a bounded time, and no longer once it is asked to stop. The
// statement that waited then throws Failure `store_locked`.
#pragma once

#include <chrono>
#include <stop_token>

#include "sqlite/database.hpp"

namespace exportd::search {

class LockWait {
 public:
  LockWait(sqlite::Database& database, const std::stop_token& stop, std::chrono::milliseconds wait_max)
      : database_(database), stop_(stop), wait_max_(wait_max) {
    sqlite3_busy_handler(
        database_.handle(), [](void* self, int calls) { return static_cast<LockWait*>(self)->wait_on(calls) ? 1 : 0; },
        this);
  }
  ~LockWait() { sqlite3_busy_handler(database_.handle(), nullptr, nullptr); }
  LockWait(const LockWait&) = delete;
  LockWait& operator=(const LockWait&) = delete;

 private:
  // `calls`: how often this lock was asked for before.
  [[nodiscard]] bool wait_on(int calls) {
    constexpr int pause_ms = 20;
    const auto now = std::chrono::steady_clock::now();
    if (calls == 0) since_ = now;
    if (stop_.stop_requested() || now - since_ >= wait_max_) return false;
    sqlite3_sleep(pause_ms);
    return true;
  }

  sqlite::Database& database_;
  const std::stop_token& stop_;
  const std::chrono::milliseconds wait_max_;
  std::chrono::steady_clock::time_point since_;
};

}  // namespace exportd::search
