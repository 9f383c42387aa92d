#include "files/s3_part_uploads.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <latch>
#include <stdexcept>
#include <thread>

namespace exportd::files {
namespace {

S3Part made(int number, const std::string& bytes) {
  return {number, "\"" + bytes + "\"", ""};
}

void wait_for_stop(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any bell;
  std::unique_lock lock(mutex);
  bell.wait(lock, stop, [] { return false; });
}

TEST(PartUploads, gives_the_parts_in_their_order_however_they_arrive) {
  std::latch third_is_done(1);
  PartUploads uploads([&](int number, const std::string& bytes, const std::stop_token&) {
    if (number == 1) third_is_done.wait();
    if (number == 3) third_is_done.count_down();
    return made(number, bytes);
  });
  for (int number = 1; number <= 3; ++number) uploads.add(number, std::to_string(number));
  std::string etags;
  for (const S3Part& part : uploads.finish()) etags += part.etag;
  EXPECT_EQ(etags, R"("1""2""3")");
}

TEST(PartUploads, has_never_more_than_three_under_way) {
  std::atomic<int> now = 0, most = 0;
  PartUploads uploads([&](int number, const std::string& bytes, const std::stop_token&) {
    const int here = ++now;
    int seen = most;
    while (here > seen && !most.compare_exchange_weak(seen, here)) {
    }
    std::this_thread::yield();
    --now;
    return made(number, bytes);
  });
  for (int number = 1; number <= 500; ++number) uploads.add(number, "x");
  EXPECT_EQ(uploads.finish().size(), 500U);
  EXPECT_LE(most, 3);
}

TEST(PartUploads, throws_the_first_failure_and_breaks_off_the_others) {
  std::latch two_wait(2);
  PartUploads uploads([&](int number, const std::string& bytes, const std::stop_token& stop) -> S3Part {
    if (number == 3) {
      two_wait.wait();
      throw Failure(FailureKind::retry, "store_unavailable", "the third");
    }
    two_wait.count_down();
    wait_for_stop(stop);
    throw Failure(FailureKind::cancel, "stopped", bytes);
  });
  const auto code = [&](const auto& call) -> std::string {
    try {
      call();
      return "none";
    } catch (const Failure& failure) {
      return failure.code();
    }
  };
  for (int number = 1; number <= 3; ++number) uploads.add(number, "x");
  EXPECT_EQ(code([&] { uploads.add(4, "x"); }), "store_unavailable");
  EXPECT_EQ(code([&] { static_cast<void>(uploads.finish()); }), "store_unavailable");
  EXPECT_EQ(code([&] { uploads.add(5, "x"); }), "store_unavailable");
}

TEST(PartUploads, ends_what_is_under_way_and_who_waits_for_it_when_it_is_stopped) {
  std::atomic<int> broken_off = 0;
  std::latch begun(3);
  PartUploads uploads([&](int, const std::string&, const std::stop_token& stop) -> S3Part {
    begun.count_down();
    wait_for_stop(stop);
    ++broken_off;
    throw Failure(FailureKind::retry, "store_unavailable", "because of the stop");
  });
  for (int number = 1; number <= 3; ++number) uploads.add(number, "x");
  const std::jthread stopper([&] {
    begun.wait();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    uploads.stop(Failure(FailureKind::cancel, "cancelled", "on request"));
  });
  const auto kind = [&](const auto& call) {
    try {
      call();
      return FailureKind::ours;
    } catch (const Failure& failure) {
      return failure.kind();
    }
  };
  EXPECT_EQ(kind([&] { uploads.add(4, "x"); }), FailureKind::cancel) << "there was no room";
  EXPECT_EQ(kind([&] { static_cast<void>(uploads.finish()); }), FailureKind::cancel);
  for (int i = 0; i < 1'000 && broken_off < 3; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  EXPECT_EQ(broken_off.load(), 3);
}

TEST(PartUploads, makes_a_failure_of_whatever_is_thrown) {
  PartUploads uploads([](int, const std::string&, const std::stop_token&) -> S3Part { throw std::bad_alloc(); });
  uploads.add(1, "x");
  EXPECT_THROW(static_cast<void>(uploads.finish()), Failure);
}

TEST(PartUploads, is_left_at_once_with_parts_under_way) {
  std::atomic<int> begun = 0, ended = 0;
  {
    PartUploads uploads([&](int, const std::string&, const std::stop_token& stop) -> S3Part {
      ++begun;
      wait_for_stop(stop);
      ++ended;
      throw Failure(FailureKind::cancel, "stopped", "stopped");
    });
    for (int number = 1; number <= 3; ++number) uploads.add(number, "x");
  }
  EXPECT_EQ(begun.load(), ended.load());
}

// One has ended well when the others fail, and with them stop all that are under way.
TEST(PartUploads, is_left_while_parts_fail_one_after_the_other) {
  for (int round = 0; round < 20; ++round) {
    PartUploads uploads([](int number, const std::string& bytes, const std::stop_token& stop) {
      wait_for_stop(stop);
      if (number == 1) return made(number, bytes);
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      throw Failure(FailureKind::cancel, "stopped", "stopped");
    });
    for (int number = 1; number <= 3; ++number) uploads.add(number, "x");
  }
}

}  // namespace
}  // namespace exportd::files
