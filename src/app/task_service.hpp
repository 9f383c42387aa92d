// The task store of the configuration, opened; and the rules that the configuration gives the queue.
#pragma once

#include <memory>
#include <string>

#include "app/config.hpp"
#include "core/ports.hpp"
#include "tasks/sqlite_table.hpp"
#include "tasks/stored_tasks.hpp"

namespace exportd::app {

[[nodiscard]] QueueRules queue_rules(const Config& config);

// A store and the file under it.
class OpenTasks {
 public:
  // Makes the store if there is none. Failure(reject, "bad_config") for store.kind = "dynamodb", and for a `parallel`
  // other than the store was made with.
  OpenTasks(const Config& config, const Clock& clock, std::string instance);

  [[nodiscard]] TaskStore& store() { return store_; }
  [[nodiscard]] tasks::SqliteTable& table() { return table_; }

 private:
  tasks::SqliteTable table_;
  tasks::StoredTasks store_;
};

}  // namespace exportd::app
