// RecordTable: what the task store needs of a database, and all it needs: small records under two-part keys, consistent
// reads, and commits that are all or nothing and conditional on versions. It is the shape of a DynamoDB table; SQLite
// and a map in memory have it too, so that the queue's logic is written once (docs/adr/0010).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace exportd::tasks {

// Records of one partition are ordered by the bytes of `sort`.
struct RecordKey {
  std::string partition;
  std::string sort;
  friend auto operator<=>(const RecordKey&, const RecordKey&) = default;
};

struct Record {
  RecordKey key;
  std::uint64_t version = 0;  // from 1, by one with every write
  std::string body;           // JSON
};

// What must hold for a write. A record that is absent has version 0.
struct Write {
  enum class Kind { put, remove, check };
  Kind kind = Kind::put;
  RecordKey key;
  std::uint64_t expected_version = 0;
  std::string body;
};

// One entry of the log that nothing alters or deletes. `stamp`: wall clock, milliseconds since 1970.
struct LogEntry {
  RecordKey key;
  std::int64_t stamp = 0;
  std::string body;
};

enum class Order { ascending, descending };

struct Range {
  std::string partition;
  std::string prefix;  // of the sort keys
  std::string after;   // begins behind this sort key (in the order asked for); empty: at the start
  std::size_t limit = 0;
  Order order = Order::ascending;
};

inline constexpr std::size_t commit_records_max = 10;

class RecordTable {
 public:
  virtual ~RecordTable() = default;

  // One consistent view of all of them.
  virtual std::vector<std::optional<Record>> read(std::span<const RecordKey>) = 0;
  virtual std::vector<Record> range(const Range&) = 0;

  // All writes and log entries, or none of them. False: a record was not of the version expected, or a log entry's key
  // is taken. Failure: it is not known whether it was done. At most commit_records_max of both together.
  virtual bool commit(std::span<const Write>, std::span<const LogEntry>) = 0;

  // Entries of one partition in the order of their keys.
  virtual std::vector<LogEntry> log(std::string_view partition) = 0;
  // Entries of all partitions since then, by stamp and key; `cursor` as returned, empty at first and at the end.
  virtual std::vector<LogEntry> log_since(std::int64_t stamp, std::string& cursor, std::size_t n) = 0;

  // Waits a moment before a commit that lost a race is tried again, longer with every try (from 1), with jitter.
  virtual void pause(int tries) = 0;
};

}  // namespace exportd::tasks
