// A process that was told to stop ends by its deadline, and not before.
#include "app/stop_deadline.hpp"

#include <gtest/gtest.h>

#include <semaphore>

#include "app/system_clock.hpp"

namespace exportd::app {
namespace {

using namespace std::chrono_literals;

TEST(StopDeadline, GivesUpOnceTheStopIsSoLongAgo) {
  SystemClock clock;
  std::stop_source stop;
  std::binary_semaphore given_up(0);
  const StopDeadline deadline(clock, stop.get_token(), [&] { given_up.release(); }, 1ms);
  EXPECT_FALSE(given_up.try_acquire_for(20ms)) << "nobody has asked it to stop";
  stop.request_stop();
  given_up.acquire();
}

TEST(StopDeadline, DoesNothingWhenAllHasEndedInTime) {
  SystemClock clock;
  std::stop_source stop;
  bool given_up = false;
  {
    const StopDeadline deadline(clock, stop.get_token(), [&] { given_up = true; }, 1h);
    stop.request_stop();
  }
  EXPECT_FALSE(given_up);
}

TEST(StopDeadline, GoesWithoutAnyStop) {
  SystemClock clock;
  const StopDeadline deadline(clock, {}, [] { FAIL(); }, 0ms);
}

}  // namespace
}  // namespace exportd::app
