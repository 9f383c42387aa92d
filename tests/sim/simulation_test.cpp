// The simulation bites: the same worlds with one mistake in the service are noticed.
#include "testing/simulation.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace exportd::testing {
namespace {

constexpr std::uint64_t seeds_max = 400;

// A mistake, and the words of the promises that it breaks.
struct Noticed {
  Mistake mistake;
  std::vector<std::string> promises;
  SimulatedTable table = SimulatedTable::memory;
};

std::string name_of(Mistake mistake) {
  return std::string(mistake_names.at(static_cast<std::size_t>(mistake)));
}

class SimulationOfMistake : public ::testing::TestWithParam<Noticed> {};

TEST_P(SimulationOfMistake, IsNoticed) {
  const auto& [mistake, promises, table] = GetParam();
  for (std::uint64_t seed = 1; seed <= seeds_max; ++seed) {
    const SimulationOutcome outcome = simulate({seed, mistake, false, table});
    if (!outcome.violation) continue;
    std::cout << name_of(mistake) << ": noticed with seed " << seed << ": " << *outcome.violation << '\n';
    const bool for_its_reason = std::ranges::any_of(
        promises, [&](const std::string& promise) { return outcome.violation->find(promise) != std::string::npos; });
    EXPECT_TRUE(for_its_reason);
    const SimulationOutcome right = simulate({seed, Mistake::none, false, table});
    EXPECT_FALSE(right.violation) << "and without it: " << *right.violation;
    return;
  }
  ADD_FAILURE() << "not noticed within " << seeds_max << " seeds";
}

INSTANTIATE_TEST_SUITE_P(
    All, SimulationOfMistake,
    ::testing::Values(Noticed{Mistake::no_fencing,
                              {"renewed what it did not hold", "settled by token", "not of the token"}},
                      Noticed{Mistake::queue_by_clock, {"first in the queue"}},
                      Noticed{Mistake::retries_anew_after_takeover, {"more attempts than there may be"}},
                      Noticed{Mistake::mail_outside_the_transaction, {"no mail to"}},
                      Noticed{Mistake::lease_by_wall_clock, {"taken over from a worker that was silent for"}},
                      Noticed{Mistake::join_whatever_the_status, {"joined though it had ended", "no mail to"}},
                      Noticed{Mistake::settled_before_verified, {"Succeeded with"}},
                      Noticed{Mistake::token_reused_after_restore, {"had been given before"}},
                      Noticed{Mistake::queue_read_from_an_index,
                              {"first in the queue", "what a live attempt has stored was removed"},
                              SimulatedTable::dynamo}),
    [](const auto& tested) {
      std::string name = name_of(tested.param.mistake);
      std::ranges::replace(name, ' ', '_');
      return name;
    });

TEST(Simulation, OneSeedIsOneHistory) {
  for (const SimulatedTable table : {SimulatedTable::memory, SimulatedTable::dynamo}) {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
      const SimulationOutcome first = simulate({seed, Mistake::none, true, table});
      const SimulationOutcome again = simulate({seed, Mistake::none, true, table});
      const SimulationOutcome untraced = simulate({seed, Mistake::none, false, table});
      EXPECT_EQ(first.trace, again.trace);
      EXPECT_EQ(first.steps, untraced.steps);
      EXPECT_FALSE(first.trace.empty());
    }
  }
}

// Only a table with an index that is behind can show it.
TEST(Simulation, OverTheTableInMemoryAnIndexIsNeverBehind) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    EXPECT_FALSE(simulate({seed, Mistake::queue_read_from_an_index, false, SimulatedTable::memory}).violation);
  }
}

TEST(Simulation, EveryPerilOfDynamoDBComes) {
  DynamoTally sum;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const DynamoTally one = simulate({seed, Mistake::none, false, SimulatedTable::dynamo}).dynamo;
    sum.throttled += one.throttled;
    sum.conflicts += one.conflicts;
    sum.busy += one.busy;
    sum.untold += one.untold;
    sum.late += one.late;
    sum.too_late += one.too_late;
  }
  for (const std::uint64_t times : {sum.throttled, sum.conflicts, sum.busy, sum.untold, sum.late, sum.too_late}) {
    EXPECT_GT(times, 10U);
  }
}

}  // namespace
}  // namespace exportd::testing
