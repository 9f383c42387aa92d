// An errand: off the caller's thread, one at a time, and only as long as it is sent again.
#include "work/errand.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <semaphore>

#include "core/failure.hpp"
#include "testing/real_clock.hpp"

namespace exportd::work {
namespace {

using namespace std::chrono_literals;

class Heard final : public Observer {
 public:
  void trouble(std::string_view, const Failure&) override { troubles.release(); }
  std::counting_semaphore<> troubles{0};
};

TEST(Errand, is_not_waited_for_and_not_begun_twice_at_once) {
  testing::RealClock clock;
  Observer observer;
  std::counting_semaphore<> begun{0};
  std::counting_semaphore<> may_end{0};
  std::atomic<int> at_once = 0;
  Errand errand(
      "errand",
      [&](const std::function<bool()>&) {
        EXPECT_EQ(++at_once, 1);
        begun.release();
        may_end.acquire();
        --at_once;
      },
      clock, observer, 1h);
  errand.send();
  begun.acquire();
  for (int i = 0; i < 5; ++i) errand.send();
  may_end.release(2);
  begun.acquire();  // once more for all five
  EXPECT_FALSE(begun.try_acquire_for(50ms));
}

TEST(Errand, goes_on_only_while_it_is_sent) {
  testing::RealClock clock;
  Observer observer;
  std::counting_semaphore<> ended{0};
  Errand errand(
      "errand",
      [&](const std::function<bool()>& go_on) {
        while (go_on()) std::this_thread::sleep_for(1ms);
        ended.release();
      },
      clock, observer, 100ms);
  errand.send();
  ended.acquire();
  SUCCEED() << "it has ended by itself";
}

TEST(Errand, outlives_its_failures_and_ends_with_its_owner) {
  testing::RealClock clock;
  Heard observer;
  std::atomic<int> times = 0;
  {
    Errand errand(
        "errand",
        [&](const std::function<bool()>& go_on) {
          if (++times == 1) throw Failure(FailureKind::retry, "store_locked", "later");
          if (times == 2) throw std::runtime_error("unexpected");
          while (go_on()) std::this_thread::sleep_for(1ms);
        },
        clock, observer, 1h);
    for (int i = 0; i < 2; ++i) {
      errand.send();
      observer.troubles.acquire();
    }
    errand.send();
    while (times < 3) std::this_thread::sleep_for(1ms);
  }
  EXPECT_EQ(times, 3);
}

}  // namespace
}  // namespace exportd::work
