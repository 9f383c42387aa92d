// MemoryTable: a RecordTable in memory for tests, with faults by seed. Stricter than the real ones: what they tolerate
// or may refuse (a record written twice in one commit, a body that is not JSON, an empty key) is an error here.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tasks/record_table.hpp"

namespace exportd::testing {

// How likely each call fails (Failure retry "store_error"), 0 to 1. One seed gives one history.
struct TableFaults {
  std::uint64_t seed = 0;
  double before = 0;  // of any call: nothing was done
  double after = 0;   // of a commit: it was done, and nobody is told
};

// All that a table holds, as a value.
struct MemorySnapshot {
  std::map<tasks::RecordKey, tasks::Record> records;
  std::map<tasks::RecordKey, tasks::LogEntry> log;
};

// Copies share one table, as two processes share one file. Safe for any number of threads.
class MemoryTable final : public tasks::RecordTable {
 public:
  // Called before each commit, without a lock held: it may use the table itself, or throw as if the process had died.
  using CommitHook = std::function<void(std::span<const tasks::Write>, std::span<const tasks::LogEntry>)>;

  explicit MemoryTable(const TableFaults& faults = {});

  std::vector<std::optional<tasks::Record>> read(std::span<const tasks::RecordKey> keys) override;
  std::vector<tasks::Record> range(const tasks::Range& range) override;
  bool commit(std::span<const tasks::Write> writes, std::span<const tasks::LogEntry> log) override;
  std::vector<tasks::LogEntry> log(std::string_view partition) override;
  std::vector<tasks::LogEntry> log_since(std::int64_t stamp, std::string& cursor, std::size_t n) override;
  void pause(int) override {}

  void set_faults(const TableFaults& faults);  // its seed begins anew
  void on_commit(CommitHook before_commit);    // empty: none
  [[nodiscard]] MemorySnapshot snapshot() const;
  void restore(MemorySnapshot snapshot);
  [[nodiscard]] std::uint64_t commits() const;  // that were done

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
};

}  // namespace exportd::testing
