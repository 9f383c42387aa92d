#include "app/snapshots.hpp"

#include <algorithm>
#include <string>
#include <system_error>

#include "core/failure.hpp"
#include "core/rfc3339.hpp"

namespace exportd::app {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view prefix = "tasks-";
constexpr std::string_view suffix = ".sqlite";

// A time as a file name: 2026-11-24T091530.123Z; a colon is not welcome everywhere.
std::string name_of(WallTime time) {
  std::string text = rfc3339(time);
  std::erase(text, ':');
  return std::string(prefix) + text + std::string(suffix);
}

std::optional<WallTime> time_of(const std::string& name) {
  if (!name.starts_with(prefix) || !name.ends_with(suffix)) return std::nullopt;
  std::string text = name.substr(prefix.size(), name.size() - prefix.size() - suffix.size());
  if (text.size() < 17) return std::nullopt;
  text.insert(15, ":").insert(13, ":");
  return parse_rfc3339(text);
}

}  // namespace

Snapshot take_snapshot(tasks::SqliteTable& table, const fs::path& folder, const Clock& clock) {
  std::error_code error;
  fs::create_directories(folder, error);
  const fs::path unfinished = folder / (name_of(clock.wall()) + ".part");
  fs::remove(unfinished, error);
  try {
    table.copy_to(unfinished);
  } catch (const Failure&) {
    fs::remove(unfinished, error);
    throw;
  }
  const WallTime now = clock.wall();  // when it is whole: it holds nothing later
  const fs::path target = folder / name_of(now);
  fs::permissions(unfinished, fs::perms::owner_read | fs::perms::owner_write, error);
  fs::rename(unfinished, target, error);
  if (!error) return {now, target};
  throw Failure(FailureKind::ours, "not_writable",
                "backup: the copy cannot be named " + target.string() + ": " + error.message() +
                    ": check the folder and its permissions");
}

std::vector<Snapshot> snapshots_in(const fs::path& folder) {
  std::vector<Snapshot> found;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    if (const auto taken = time_of(entry.path().filename())) found.push_back({*taken, entry.path()});
  }
  std::ranges::sort(found, {}, &Snapshot::taken);
  return found;
}

void remove_old_snapshots(const fs::path& folder, WallTime before) {
  const std::vector<Snapshot> all = snapshots_in(folder);
  for (std::size_t i = 0; i + 1 < all.size(); ++i) {
    std::error_code ignored;
    if (all[i].taken < before) fs::remove(all[i].file, ignored);
  }
}

void SnapshotBackups::take_if_due() {
  constexpr std::chrono::hours every{24};
  constexpr std::chrono::hours kept{24 * 35};
  const std::vector<Snapshot> taken = snapshots_in(folder_);
  const WallTime now = clock_.wall();
  if (!taken.empty() && now - taken.back().taken < every) return;
  take_snapshot(table_, folder_, clock_);
  remove_old_snapshots(folder_, now - kept);
}

}  // namespace exportd::app
