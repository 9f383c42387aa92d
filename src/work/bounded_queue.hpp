// BoundedQueue: hands items from one thread to one other and makes the faster one wait (back-pressure).
// Either side may close it; a closed queue refuses new items, and gives out those it holds unless `drop` was said.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace exportd::work {

enum class OnClose { drain, drop };

template <class T>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t items_max) : items_max_(items_max) {}

  // Waits for room; false: closed, the item was not taken.
  bool push(T item) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return closed_ || items_.size() < items_max_; });
    if (closed_) return false;
    items_.push_back(std::move(item));
    changed_.notify_all();
    return true;
  }

  // Waits for an item; nullopt: closed and empty.
  std::optional<T> pop() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return closed_ || !items_.empty(); });
    if (items_.empty()) return std::nullopt;
    T item = std::move(items_.front());
    items_.pop_front();
    changed_.notify_all();
    return item;
  }

  void close(OnClose what) {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    if (what == OnClose::drop) items_.clear();
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<T> items_;
  const std::size_t items_max_;
  bool closed_ = false;
};

}  // namespace exportd::work
