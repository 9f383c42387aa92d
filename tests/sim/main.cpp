// sim: without arguments the tests of the simulation; else worlds from seeds.
// usage: sim --seeds N [--from S] [--jobs J] | sim --seed S [--trace] ; both take [--mistake NUMBER] [--table dynamo]
#include <gtest/gtest.h>

#include <atomic>
#include <charconv>
#include <cstring>
#include <iostream>
#include <mutex>
#include <thread>

#include "testing/simulation.hpp"

namespace {

using exportd::testing::Mistake;
using exportd::testing::simulate;
using exportd::testing::SimulatedTable;
using exportd::testing::SimulationOutcome;

struct Arguments {
  std::uint64_t seeds = 0;
  std::uint64_t from = 1;
  std::optional<std::uint64_t> seed;
  unsigned jobs = std::thread::hardware_concurrency();
  Mistake mistake = Mistake::none;
  SimulatedTable table = SimulatedTable::memory;
  bool trace = false;

  [[nodiscard]] exportd::testing::SimulationOrder order(std::uint64_t of_seed, bool traced) const {
    return {of_seed, mistake, traced, table};
  }
};

std::optional<Arguments> read_arguments(int count, char** words) {
  Arguments read;
  for (int i = 1; i < count; ++i) {
    if (std::strcmp(words[i], "--trace") == 0) {
      read.trace = true;
      continue;
    }
    std::uint64_t number = 0;
    if (i + 1 == count) return std::nullopt;
    const char* value = words[i + 1];
    if (std::strcmp(words[i], "--table") == 0) {
      if (std::strcmp(value, "dynamo") != 0) return std::nullopt;
      read.table = SimulatedTable::dynamo;
      ++i;
      continue;
    }
    if (std::from_chars(value, value + std::strlen(value), number).ec != std::errc()) return std::nullopt;
    const std::string_view name = words[i++];
    if (name == "--seeds") {
      read.seeds = number;
    } else if (name == "--from") {
      read.from = number;
    } else if (name == "--seed") {
      read.seed = number;
    } else if (name == "--jobs") {
      read.jobs = static_cast<unsigned>(number);
    } else if (name == "--mistake" && number < exportd::testing::mistake_names.size()) {
      read.mistake = static_cast<Mistake>(number);
    } else {
      return std::nullopt;
    }
  }
  return read;
}

int show(const Arguments& wanted, std::uint64_t seed, bool always) {
  const SimulationOutcome outcome = simulate(wanted.order(seed, true));
  if (outcome.violation || always) {
    for (const std::string& line : outcome.trace) std::cout << line << '\n';
  }
  std::cout << "seed " << seed << ": " << outcome.violation.value_or("every promise was kept") << " (" << outcome.steps
            << " steps, " << outcome.runs << " runs, " << outcome.commits << " commits)\n";
  return outcome.violation ? 1 : 0;
}

void add(SimulationOutcome& sum, const SimulationOutcome& outcome) {
  sum.steps += outcome.steps;
  sum.runs += outcome.runs;
  sum.commits += outcome.commits;
  sum.crashes += outcome.crashes;
  sum.restores += outcome.restores;
  sum.lost_by_workers += outcome.lost_by_workers;
  for (std::size_t i = 0; i < sum.events.size(); ++i) sum.events.at(i) += outcome.events.at(i);
  const exportd::testing::DynamoTally& dynamo = outcome.dynamo;
  sum.dynamo.throttled += dynamo.throttled;
  sum.dynamo.conflicts += dynamo.conflicts;
  sum.dynamo.busy += dynamo.busy;
  sum.dynamo.untold += dynamo.untold;
  sum.dynamo.late += dynamo.late;
  sum.dynamo.too_late += dynamo.too_late;
  sum.dynamo.unindexed += dynamo.unindexed;
}

void print(const SimulationOutcome& sum) {
  std::cout << sum.runs << " runs, " << sum.steps << " steps, " << sum.commits << " commits, " << sum.crashes
            << " crashes, " << sum.restores << " restores, " << sum.lost_by_workers << " runs lost by workers";
  for (std::size_t i = 0; i < sum.events.size(); ++i) {
    if (sum.events.at(i) != 0) std::cout << ", " << sum.events.at(i) << ' ' << exportd::audit_kind_names.at(i);
  }
  std::cout << '\n';
  const exportd::testing::DynamoTally& dynamo = sum.dynamo;
  if (dynamo.throttled == 0) return;
  std::cout << "DynamoDB: " << dynamo.throttled << " throttled, " << dynamo.conflicts << " conflicts, " << dynamo.busy
            << " busy, " << dynamo.untold << " done and not told, " << dynamo.late << " done late, " << dynamo.too_late
            << " too late, " << dynamo.unindexed << " times not in an index yet\n";
}

int show_many(const Arguments& wanted) {
  std::atomic<std::uint64_t> next{wanted.from};
  SimulationOutcome sum;
  std::uint64_t done = 0;
  std::mutex mutex;
  std::vector<std::uint64_t> broken;
  const std::uint64_t end = wanted.from + wanted.seeds;
  const auto work = [&] {
    for (std::uint64_t seed = next++; seed < end; seed = next++) {
      const SimulationOutcome outcome = simulate(wanted.order(seed, false));
      const std::lock_guard lock(mutex);
      add(sum, outcome);
      constexpr std::uint64_t seeds_told = 10'000;
      if (++done % seeds_told == 0) std::cout << done << " seeds" << std::endl;
      if (!outcome.violation) continue;
      std::cout << "seed " << seed << ": " << *outcome.violation << std::endl;
      broken.push_back(seed);
      if (broken.size() >= 10) next = end;
    }
  };
  {
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < std::max(wanted.jobs, 1U); ++i) threads.emplace_back(work);
  }
  if (!broken.empty()) return show(wanted, broken.front(), false);
  std::cout << wanted.seeds << " seeds from " << wanted.from << ": every promise was kept\n";
  print(sum);
  return 0;
}

}  // namespace

int main(int count, char** words) {
  if (count == 1 || std::strncmp(words[1], "--gtest", 7) == 0) {
    testing::InitGoogleTest(&count, words);
    return RUN_ALL_TESTS();
  }
  const auto wanted = read_arguments(count, words);
  if (!wanted || (wanted->seeds == 0) == !wanted->seed) {
    std::cerr << "usage: sim --seeds N [--from S] [--jobs J] | sim --seed S [--trace]; [--table dynamo]\n";
    return 2;
  }
  if (wanted->seed) return show(*wanted, *wanted->seed, wanted->trace);
  return show_many(*wanted);
}
