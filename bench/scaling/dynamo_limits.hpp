// DynamoLimits: how many units a second each partition and the tables take. More is throttled.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bench/scaling/fibers.hpp"

namespace exportd::scaling {

// One request's share of one partition.
struct Demand {
  std::string partition;
  double reads = 0;
  double writes = 0;
};

struct Throughput {
  double reads = 0;   // units a second
  double writes = 0;  // units a second
};

class DynamoLimits {
 public:
  DynamoLimits(Throughput partition, Throughput tables) : partition_(partition), tables_(tables) {}

  // All of it, or nothing: false, and it is throttled. A second's worth may come at once.
  bool take(Microseconds now, const std::vector<Demand>& demands) {
    Demand sum;
    for (const Demand& demand : demands) {
      sum.reads += demand.reads;
      sum.writes += demand.writes;
      if (!bucket(demand.partition, partition_).has(now, demand, partition_)) return false;
    }
    if (!all_.has(now, sum, tables_)) return false;
    for (const Demand& demand : demands) buckets_.at(demand.partition).take(demand);
    all_.take(sum);
    return true;
  }

  // Units that each partition has taken since the last call; those of single tasks under one name.
  [[nodiscard]] std::map<std::string, Throughput> taken() {
    std::map<std::string, Throughput> sums;
    for (auto& [partition, bucket] : buckets_) {
      const std::string name = partition.starts_with("task#")    ? "task"
                               : partition.starts_with("audit#") ? "audit"
                                                                 : partition;
      const bool of_tasks = name == "task" || name == "audit";
      Throughput& sum = sums[name];
      // Of many partitions the most that one of them took.
      sum.reads = of_tasks ? std::max(sum.reads, bucket.taken.reads) : bucket.taken.reads;
      sum.writes = of_tasks ? std::max(sum.writes, bucket.taken.writes) : bucket.taken.writes;
      bucket.taken = {};
    }
    return sums;
  }

 private:
  struct Bucket {
    Throughput left;
    Microseconds filled{0};
    Throughput taken;

    bool has(Microseconds now, const Demand& demand, Throughput limit) {
      const double seconds = std::chrono::duration<double>(now - filled).count();
      filled = now;
      left.reads = std::min(limit.reads, left.reads + seconds * limit.reads);
      left.writes = std::min(limit.writes, left.writes + seconds * limit.writes);
      // What is larger than a second's worth passes when the bucket is full.
      return left.reads >= std::min(demand.reads, limit.reads) && left.writes >= std::min(demand.writes, limit.writes);
    }
    void take(const Demand& demand) {
      left.reads -= demand.reads;
      left.writes -= demand.writes;
      taken.reads += demand.reads;
      taken.writes += demand.writes;
    }
  };
  Bucket& bucket(const std::string& partition, Throughput limit) {
    return buckets_.try_emplace(partition, Bucket{limit, Microseconds(0), {}}).first->second;
  }

  const Throughput partition_;
  const Throughput tables_;
  std::map<std::string, Bucket> buckets_;
  Bucket all_{tables_, Microseconds(0), {}};
};

}  // namespace exportd::scaling
