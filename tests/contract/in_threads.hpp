// Runs the same work in several threads that start together.
#pragma once

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

namespace exportd::contract {

// Calls `work(i)` for each of them and returns when all are done.
inline void in_threads(int threads, const std::function<void(int)>& work) {
  std::atomic<bool> go = false;
  std::vector<std::jthread> pool;
  for (int i = 0; i < threads; ++i) {
    pool.emplace_back([&, i] {
      while (!go) std::this_thread::yield();
      work(i);
    });
  }
  go = true;
}

}  // namespace exportd::contract
