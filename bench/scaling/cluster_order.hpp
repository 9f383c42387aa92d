// What a cluster is asked to do in the scaling simulation, and what came of it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "bench/scaling/metered_tasks.hpp"
#include "bench/scaling/virtual_dynamo.hpp"

namespace exportd::scaling {

struct ClusterOrder {
  std::uint64_t seed = 1;
  int parallel = 3;
  int instances = 1;      // processes: an API, workers, a housekeeper
  int workers = 3;        // of each; `serve` takes as many as there are slots unless it is told
  double service = 7;     // seconds that one export takes
  double rate = 0.3;      // requests a second, of the whole cluster, at random times
  double followed = 1;    // of them: by a client that reads its events until the run has ended
  double mailed = 0.3;    // of them: with an address
  double warm_up = 60;    // seconds before anything is counted
  double measured = 300;  // seconds
  double poll = 0.5;      // seconds between an idle worker's looks
  DynamoTerms dynamo{};
};

struct ClusterOutcome {
  std::uint64_t asked = 0;                  // while it was measured, as all that follows
  std::uint64_t created = 0;                // and told
  std::uint64_t refused = 0;                // the store failed, or the queue was full
  std::uint64_t ended = 0;                  // Succeeded
  std::uint64_t lost = 0;                   // leases: a worker could not renew in time, or was taken over
  std::uint64_t troubles = 0;               // failures of the store that a worker or a housekeeper met
  std::uint64_t waiting = 0;                // at the end
  std::vector<double> waits;                // seconds from the request's coming to its first claim
  std::map<std::string, Spent> spent;       // by purpose
  std::map<std::string, Throughput> taken;  // by partition, units a second
  // Promises; of the whole time.
  int processing_max = 0;
  std::uint64_t out_of_order = 0;  // claimed before one with an earlier place that had not been claimed
};

// Runs it in virtual time: one order is one outcome.
[[nodiscard]] ClusterOutcome run_cluster(const ClusterOrder& order);

// The value that so large a share is not above; 0 of none.
[[nodiscard]] double quantile(std::vector<double> values, double share);

}  // namespace exportd::scaling
