// Snapshots of the task store: whole, consistent copies beside it, named by their time.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/task_backups.hpp"
#include "core/ports.hpp"
#include "tasks/sqlite_table.hpp"

namespace exportd::app {

struct Snapshot {
  WallTime taken{};
  std::filesystem::path file;
};

// Makes one in the folder (made if missing) and returns it. Appears under its name only when it is whole.
Snapshot take_snapshot(tasks::SqliteTable& table, const std::filesystem::path& folder, const Clock& clock);

// Oldest first.
[[nodiscard]] std::vector<Snapshot> snapshots_in(const std::filesystem::path& folder);

// Removes those older than that, but never the newest.
void remove_old_snapshots(const std::filesystem::path& folder, WallTime before);

// Daily snapshots, kept for 35 days.
class SnapshotBackups final : public TaskBackups {
 public:
  SnapshotBackups(tasks::SqliteTable& table, std::filesystem::path folder, const Clock& clock)
      : table_(table), folder_(std::move(folder)), clock_(clock) {}
  std::string take() override { return take_snapshot(table_, folder_, clock_).file.string() + "\n"; }
  void take_if_due() override;

 private:
  tasks::SqliteTable& table_;
  const std::filesystem::path folder_;
  const Clock& clock_;
};

}  // namespace exportd::app
