// VirtualDynamo: the task store's table as it is in DynamoDB, in virtual time: each call takes its time, costs its
// units, is throttled when a partition or the tables take no more, and transactions that are at the same records at the
// same time get in each other's way. What calls DynamoDB for what is as the adapter does it (docs/dynamodb.md).
#pragma once

#include <functional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bench/scaling/dynamo_limits.hpp"
#include "bench/scaling/fibers.hpp"
#include "tasks/record_table.hpp"
#include "testing/memory_table.hpp"
#include "testing/simulation_dice.hpp"

namespace exportd::scaling {

// Times are means, in milliseconds, from the call to its answer.
struct DynamoTerms {
  double get = 4;
  double put = 6;
  double transact_get = 10;
  double transact_write = 15;
  double query = 5;
  double query_kilobyte = 0.05;
  double spread = 0.25;    // that share of a time is exponentially distributed, the rest is fixed
  double under_way = 0.6;  // that share of a transaction's time others find its records taken
  Throughput partition{3'000, 1'000};
  Throughput tables{40'000, 40'000};
};

class VirtualDynamo final : public tasks::RecordTable {
 public:
  VirtualDynamo(Fibers& fibers, const DynamoTerms& terms, std::uint64_t seed)
      : fibers_(fibers), terms_(terms), dice_(seed), limits_(terms.partition, terms.tables) {}

  std::vector<std::optional<tasks::Record>> read(std::span<const tasks::RecordKey> keys) override;
  std::vector<tasks::Record> range(const tasks::Range& range) override;
  bool commit(std::span<const tasks::Write> writes, std::span<const tasks::LogEntry> log) override;
  std::vector<tasks::LogEntry> log(std::string_view partition) override;
  std::vector<tasks::LogEntry> log_since(std::int64_t stamp, std::string& cursor, std::size_t n) override;
  void pause(int tries) override;

  // What it holds, without time and cost.
  [[nodiscard]] testing::MemoryTable& held() { return held_; }
  [[nodiscard]] DynamoLimits& limits() { return limits_; }

 private:
  std::vector<std::optional<tasks::Record>> read_in_transaction(std::span<const tasks::RecordKey> keys);
  bool put(std::span<const tasks::Write> writes, std::span<const tasks::LogEntry> log);
  bool transact(std::span<const tasks::Write> writes, std::span<const tasks::LogEntry> log);
  [[nodiscard]] std::vector<Demand> demands(std::span<const tasks::Write> writes, std::span<const tasks::LogEntry> log,
                                            bool transaction);
  // Until it is let in; Failure(retry, "store_throttled") when it is not within the client's patience.
  void enter(const std::vector<Demand>& demands);
  [[nodiscard]] Microseconds drawn(double milliseconds);
  [[nodiscard]] bool taken(std::span<const tasks::RecordKey> keys) const;

  Fibers& fibers_;
  const DynamoTerms terms_;
  testing::Dice dice_;
  DynamoLimits limits_;
  testing::MemoryTable held_;
  std::set<tasks::RecordKey> taken_;  // by transactions that are under way
};

}  // namespace exportd::scaling
