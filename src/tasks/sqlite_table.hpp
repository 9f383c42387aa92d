// SqliteTable: the RecordTable of the embedded product. One SQLite file, shared by any number of threads and processes
// of one machine; what a commit has confirmed survives a killed process and a power cut.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <random>

#include "sqlite/connections.hpp"
#include "tasks/record_table.hpp"

namespace exportd::tasks {

class SqliteTable final : public RecordTable {
 public:
  // Opens the file, and makes it if there is none. Throws Failure as all calls below do: ours `corrupt_store`,
  // `not_writable`, `disk_full`; retry `store_locked`.
  explicit SqliteTable(std::filesystem::path file);

  std::vector<std::optional<Record>> read(std::span<const RecordKey> keys) override;
  std::vector<Record> range(const Range& range) override;
  bool commit(std::span<const Write> writes, std::span<const LogEntry> log) override;
  std::vector<LogEntry> log(std::string_view partition) override;
  std::vector<LogEntry> log_since(std::int64_t stamp, std::string& cursor, std::size_t n) override;
  void pause(int tries) override;

  // A consistent copy of the whole file, at a path that must not exist yet.
  void copy_to(const std::filesystem::path& target);

 private:
  std::shared_ptr<sqlite::Connections> connections_;
  std::mutex random_mutex_;
  std::minstd_rand random_;
};

}  // namespace exportd::tasks
