#include "app/task_service.hpp"

#include <chrono>
#include <utility>

#include "app/dynamo_store.hpp"
#include "app/snapshots.hpp"
#include "tasks/sqlite_table.hpp"

namespace exportd::app {

QueueRules queue_rules(const Config& config) {
  QueueRules rules;
  rules.parallel = static_cast<int>(config.queue.parallel);
  rules.attempts_max = static_cast<int>(config.queue.retries) + 1;
  rules.pending_max = static_cast<std::size_t>(config.queue.max_pending);
  rules.reuse = std::chrono::seconds(config.queue.reuse_seconds);
  rules.keep = std::chrono::hours(24 * config.retention_keep_days);
  return rules;
}

OpenTasks::OpenTasks(const Config& config, const Clock& clock, std::string instance) {
  if (config.store.kind == StoreKind::dynamodb) {
    table_ = open_dynamo_table(config, clock);
    backups_ = std::make_unique<DynamoBackups>(config, *table_, clock);
  } else {
    auto table = std::make_unique<tasks::SqliteTable>(config.tasks_path());
    backups_ = std::make_unique<SnapshotBackups>(*table, config.backups_path(), clock);
    table_ = std::move(table);
  }
  store_ = std::make_unique<tasks::StoredTasks>(*table_, clock, queue_rules(config), std::move(instance));
}

}  // namespace exportd::app
