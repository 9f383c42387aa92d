// Who may look at the queue, and when.
#include "work/claim_turn.hpp"

#include <gtest/gtest.h>

namespace exportd::work {
namespace {

using namespace std::chrono_literals;

class ClaimTurns : public ::testing::Test {
 protected:
  void finds_nothing(MonotonicTime now) { EXPECT_TRUE(turn_.look(now, false)); }
  [[nodiscard]] bool may_look(MonotonicTime now, bool unsure = false) { return bool(turn_.look(now, unsure)); }

  ClaimTurn turn_{250ms};
  const MonotonicTime start_{10s};
};

TEST_F(ClaimTurns, AreOneWorkersAtATime) {
  const auto look = turn_.look(start_, false);
  EXPECT_TRUE(look);
  for (const bool unsure : {false, true}) {
    const auto second = turn_.look(start_, unsure);
    EXPECT_FALSE(second);
    EXPECT_TRUE(second.others());
  }
}

TEST_F(ClaimTurns, ShareThatThereIsNothing) {
  finds_nothing(start_);
  EXPECT_FALSE(may_look(start_ + 249ms));
  EXPECT_FALSE(turn_.look(start_, false).others());
  EXPECT_TRUE(may_look(start_ + 250ms));
}

TEST_F(ClaimTurns, AreForTheNextOneAtOnceWhenSomethingWasFound) {
  turn_.look(start_, false).found();
  EXPECT_TRUE(may_look(start_));
}

TEST_F(ClaimTurns, AreForOneAtOnceWhoseClaimWasNotAnswered) {
  finds_nothing(start_);
  EXPECT_TRUE(may_look(start_ + 1ms, true));
}

TEST_F(ClaimTurns, AreForAllAgainWhenASlotIsFree) {
  finds_nothing(start_);
  turn_.reopen();
  EXPECT_TRUE(may_look(start_ + 1ms));
}

// It may have looked before the slot was free.
TEST_F(ClaimTurns, DoNotShareWhatWasFoundBeforeASlotWasFree) {
  {
    const auto look = turn_.look(start_, false);
    turn_.reopen();
  }
  EXPECT_TRUE(may_look(start_ + 1ms));
}

}  // namespace
}  // namespace exportd::work
