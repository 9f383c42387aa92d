// The task store of the configuration, opened; and the rules that the configuration gives the queue.
#pragma once

#include <memory>
#include <string>

#include "app/config.hpp"
#include "app/task_backups.hpp"
#include "core/ports.hpp"
#include "tasks/record_table.hpp"
#include "tasks/stored_tasks.hpp"

namespace exportd::app {

[[nodiscard]] QueueRules queue_rules(const Config& config);

// A store, the table under it, and its backups.
class OpenTasks {
 public:
  // Makes a SQLite store if there is none; tables in DynamoDB are made by `exportd init`. Failure(reject, "bad_config")
  // for a `parallel` other than the store was made with, ours "no_task_store" for tables that are not there.
  OpenTasks(const Config& config, const Clock& clock, std::string instance);

  [[nodiscard]] TaskStore& store() { return *store_; }
  [[nodiscard]] TaskBackups& backups() { return *backups_; }

 private:
  std::unique_ptr<tasks::RecordTable> table_;
  std::unique_ptr<TaskBackups> backups_;
  std::unique_ptr<tasks::StoredTasks> store_;
};

}  // namespace exportd::app
