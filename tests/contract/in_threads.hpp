// Runs the same work in several threads that start together; one that throws fails the test.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <exception>
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
      try {
        work(i);
      } catch (const std::exception& failure) {
        ADD_FAILURE() << "thread " << i << ": " << failure.what();
      }
    });
  }
  go = true;
}

}  // namespace exportd::contract
