// Threads of virtual time.
#include "bench/scaling/fibers.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace exportd::scaling {
namespace {

using namespace std::chrono_literals;

TEST(Fibers, go_on_in_the_order_of_time_and_then_of_their_calls) {
  Fibers fibers;
  std::string told;
  const auto teller = [&](char name, Microseconds pause) {
    return [&fibers, &told, name, pause] {
      for (int i = 0; i < 3; ++i) {
        told += name;
        fibers.sleep(pause);
      }
    };
  };
  fibers.spawn(0us, teller('a', 10us));
  fibers.spawn(0us, teller('b', 15us));
  fibers.spawn(20us, teller('c', 100us));
  fibers.run_until(25us);
  EXPECT_EQ(told, "ababca");
  EXPECT_EQ(fibers.now(), 25us);
  fibers.run_until(1s);
  EXPECT_EQ(told, "ababcabcc");
}

TEST(Fibers, pass_on_what_one_of_them_throws) {
  Fibers fibers;
  fibers.spawn(1us, [&] {
    fibers.sleep(5us);
    throw std::runtime_error("broken");
  });
  EXPECT_NO_THROW(fibers.run_until(2us));
  EXPECT_THROW(fibers.run_until(10us), std::runtime_error);
}

TEST(Fibers, are_unwound_when_they_are_stopped) {
  struct Counted {
    explicit Counted(int& there) : there_(there) { ++there_; }
    ~Counted() { --there_; }
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;
    int& there_;
  };
  int there = 0;
  Fibers fibers;
  for (int i = 0; i < 3; ++i) {
    fibers.spawn(0us, [&] {
      const Counted counted(there);
      try {
        fibers.sleep(1h);
      } catch (const std::exception&) {
        ADD_FAILURE() << "no error of the program";
      }
    });
  }
  fibers.run_until(1us);
  EXPECT_EQ(there, 3);
  fibers.stop();
  EXPECT_EQ(there, 0);
}

TEST(Fibers, count_for_themselves) {
  Fibers fibers;
  double first = 0;
  double second = 0;
  fibers.spawn(0us, [&] {
    fibers.units().reads += 1;
    fibers.sleep(2us);
    first = fibers.units().reads;
  });
  fibers.spawn(1us, [&] {
    fibers.units().reads += 5;
    second = fibers.units().reads;
  });
  fibers.run_until(10us);
  EXPECT_EQ(first, 1);
  EXPECT_EQ(second, 5);
}

}  // namespace
}  // namespace exportd::scaling
