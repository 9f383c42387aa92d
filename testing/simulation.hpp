// The simulation: a whole service of several machines in one thread, in virtual time, from one seed. Machines die,
// pause, lose replies and have wrong clocks; people ask, leave, cancel and retry; a referee watches every commit. After
// the storm everything has to come to its end (docs/task-service.md).
// What one machine does may happen between any two calls of another, but as a whole: two of them are not interleaved
// call by call. The conditional commits make that enough; what has threads is tested with threads.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/audit_event.hpp"
#include "testing/dynamo_model.hpp"
#include "testing/simulation_mistakes.hpp"

namespace exportd::testing {

// What the task store is kept in: a table that does what it is told or fails, or one that behaves as DynamoDB.
enum class SimulatedTable { memory, dynamo };

struct SimulationOrder {
  std::uint64_t seed = 0;
  Mistake mistake = Mistake::none;
  bool traced = false;
  SimulatedTable table = SimulatedTable::memory;
};

struct SimulationOutcome {
  std::optional<std::string> violation;  // nullopt: every promise was kept
  std::vector<std::string> trace;        // if it was asked for
  std::uint64_t steps = 0;
  std::uint64_t runs = 0;
  std::uint64_t commits = 0;
  std::array<std::uint64_t, audit_kind_names.size()> events{};  // in the audit log, by kind
  std::uint64_t lost_by_workers = 0;                            // runs that ended because too many workers died
  std::uint64_t crashes = 0;
  std::uint64_t restores = 0;
  DynamoTally dynamo;
};

[[nodiscard]] SimulationOutcome simulate(const SimulationOrder& order);

}  // namespace exportd::testing
