#include "app/task_service.hpp"

#include <chrono>
#include <utility>

#include "core/failure.hpp"

namespace exportd::app {

namespace {

std::filesystem::path sqlite_path(const Config& config) {
  if (config.store.kind == StoreKind::sqlite) return config.tasks_path();
  throw Failure(FailureKind::reject, "bad_config",
                "configuration: store.kind = \"dynamodb\" is not part of this version: use \"sqlite\"");
}

}  // namespace

QueueRules queue_rules(const Config& config) {
  QueueRules rules;
  rules.parallel = static_cast<int>(config.queue.parallel);
  rules.attempts_max = static_cast<int>(config.queue.retries) + 1;
  rules.pending_max = static_cast<std::size_t>(config.queue.max_pending);
  rules.reuse = std::chrono::seconds(config.queue.reuse_seconds);
  rules.keep = std::chrono::hours(24 * config.retention_keep_days);
  return rules;
}

OpenTasks::OpenTasks(const Config& config, const Clock& clock, std::string instance)
    : table_(sqlite_path(config)), store_(table_, clock, queue_rules(config), std::move(instance)) {}

}  // namespace exportd::app
