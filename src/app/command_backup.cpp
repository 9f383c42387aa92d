// exportd backup, exportd restore: snapshots of the task store, and the store as it was at a time.
#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>

#include "app/commands.hpp"
#include "app/dynamo_store.hpp"
#include "app/instance.hpp"
#include "app/messages.hpp"
#include "app/snapshots.hpp"
#include "app/task_history.hpp"
#include "app/task_service.hpp"
#include "core/failure.hpp"
#include "core/rfc3339.hpp"
#include "tasks/restore.hpp"

namespace exportd::app {

namespace fs = std::filesystem;

namespace {

WallTime restore_time(const std::string& text, WallTime now) {
  const auto time = parse_rfc3339(text);
  if (!time) {
    throw Failure(FailureKind::reject, "bad_value",
                  "restore: --to " + text + ": no time: give one like 2026-11-24T09:30:00Z");
  }
  if (*time <= now) return *time;
  throw Failure(FailureKind::reject, "bad_value",
                "restore: --to " + text + ": this is in the future: give a time that has been");
}

// Of the live store, or, when that is lost, of its newest snapshot.
History newest_history(const Config& config, const std::vector<Snapshot>& snapshots) {
  try {
    if (fs::exists(config.tasks_path())) {
      tasks::SqliteTable live(config.tasks_path());
      return history_of(live);
    }
  } catch (const Failure& failure) {
    if (snapshots.empty()) throw;
    print_line("note: " + failure.message() + ": going on with the newest snapshot");
  }
  if (snapshots.empty()) {
    throw Failure(FailureKind::ours, "no_snapshot",
                  "restore: there is neither a task store nor a snapshot in " + config.backups_path().string() +
                      ": check --data and store.path");
  }
  tasks::SqliteTable newest(snapshots.back().file);
  return history_of(newest);
}

fs::path new_store(const Config& config, WallTime to) {
  std::string time = rfc3339(to);
  std::erase(time, ':');
  const fs::path target = config.tasks_path().parent_path() / ("tasks-restored-" + time + ".sqlite");
  if (!fs::exists(target)) return target;
  throw Failure(FailureKind::reject, "exists",
                "restore: " + target.string() + " exists: it is not overwritten: move it away or choose another time");
}

}  // namespace

int backup(const Session& session, const BackupCommand&) {
  OpenTasks tasks(session.config, session.clock, instance_name());
  print_output(tasks.backups().take(), session.stop);
  return exit_done;
}

int restore(const Session& session, const RestoreCommand& command) {
  const Config& config = session.config;
  const WallTime to = restore_time(command.to, session.clock.wall());
  if (config.store.kind == StoreKind::dynamodb) return restore_dynamo_store(session, to);
  const std::vector<Snapshot> snapshots = snapshots_in(config.backups_path());
  const History history = newest_history(config, snapshots);
  const fs::path target = new_store(config, to);
  const fs::path unfinished = target.string() + ".part";
  std::error_code error;
  for (const char* part : {"", "-wal", "-shm"}) fs::remove(unfinished.string() + part, error);
  const auto after = std::ranges::find_if(snapshots, [&](const Snapshot& one) { return one.taken > to; });
  if (after != snapshots.begin()) fs::copy_file(std::prev(after)->file, unfinished, error);
  if (error) {
    throw Failure(FailureKind::ours, "not_readable",
                  "restore: the snapshot cannot be copied: " + error.message() + ": check the disk and permissions");
  }
  tasks::RestoreReport report;
  {
    tasks::SqliteTable table(unfinished);
    report = tasks::restore_tasks(table, {history.log, to, history.highest, session.clock.wall(), history.suppressed});
  }
  fs::rename(unfinished, target);
  print_output(target.string() + ": " + std::to_string(report.runs) + " runs as of " + rfc3339(to) + ", " +
                   std::to_string(report.requeued) + " of them back in the queue\nto use it: stop every exportd, set " +
                   "[store] path = \"" + target.string() + "\", run exportd doctor, start again\n",
               session.stop);
  return exit_done;
}

}  // namespace exportd::app
