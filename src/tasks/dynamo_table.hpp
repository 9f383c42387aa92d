// DynamoTable: the RecordTable of many machines, two tables of DynamoDB: the records, and the log that nothing alters
// or deletes. docs/dynamodb.md has the design, what each call costs, and the limits.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "tasks/dynamo_client.hpp"
#include "tasks/dynamo_names.hpp"
#include "tasks/record_table.hpp"

namespace exportd::tasks {

class DynamoTable final : public RecordTable {
 public:
  // Asks nothing yet. All calls throw Failure as dynamo_fault.hpp and dynamo_items.hpp have them; a retry after
  // commit() says that it is not known whether it was done.
  explicit DynamoTable(std::shared_ptr<net::AwsClient> aws, DynamoNames names,
                       std::shared_ptr<DynamoUnits> units = nullptr);

  // At most 100 keys.
  std::vector<std::optional<Record>> read(std::span<const RecordKey> keys) override;
  std::vector<Record> range(const Range& range) override;
  bool commit(std::span<const Write> writes, std::span<const LogEntry> log) override;
  std::vector<LogEntry> log(std::string_view partition) override;
  // From an index, which may be some moments behind.
  std::vector<LogEntry> log_since(std::int64_t stamp, std::string& cursor, std::size_t n) override;
  void pause(int tries) override;

 private:
  using Deadline = std::chrono::steady_clock::time_point;

  std::optional<Record> read_one(const RecordKey& key);
  // Of one item, without a transaction: half its price.
  bool put_one(const std::string& table, boost::json::object item, std::uint64_t expected_version);
  bool transact(std::span<const Write> writes, std::span<const LogEntry> log);
  // Waits before one more try of a transaction; false: the time is over.
  bool may_try_again(int tries, Deadline deadline);

  DynamoClient client_;
  const DynamoNames names_;
};

}  // namespace exportd::tasks
