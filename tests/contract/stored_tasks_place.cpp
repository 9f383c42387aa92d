#include "tests/contract/stored_tasks_place.hpp"

#include <memory>
#include <utility>
#include <vector>

#include "tasks/stored_tasks.hpp"

namespace exportd::contract {
namespace {

// Does what it is told; the caller does not hear of the next commit, if `lose` is true.
class ForgetfulTable final : public tasks::RecordTable {
 public:
  ForgetfulTable(std::unique_ptr<tasks::RecordTable> table, std::atomic<bool>& lose)
      : table_(std::move(table)), lose_(lose) {}

  std::vector<std::optional<tasks::Record>> read(std::span<const tasks::RecordKey> keys) override {
    return table_->read(keys);
  }
  std::vector<tasks::Record> range(const tasks::Range& range) override { return table_->range(range); }
  bool commit(std::span<const tasks::Write> writes, std::span<const tasks::LogEntry> log) override {
    const bool done = table_->commit(writes, log);
    if (done && lose_.exchange(false)) throw Failure(FailureKind::retry, "store_error", "task store: no answer");
    return done;
  }
  std::vector<tasks::LogEntry> log(std::string_view partition) override { return table_->log(partition); }
  std::vector<tasks::LogEntry> log_since(std::int64_t stamp, std::string& cursor, std::size_t n) override {
    return table_->log_since(stamp, cursor, n);
  }
  void pause(int tries) override { table_->pause(tries); }

 private:
  std::unique_ptr<tasks::RecordTable> table_;
  std::atomic<bool>& lose_;
};

// The task store over a table. The tables live as long as the place.
class StoredTasksPlace final : public TaskStorePlace {
 public:
  explicit StoredTasksPlace(std::unique_ptr<RecordTablePlace> place) : place_(std::move(place)) {}

  std::unique_ptr<TaskStore> store(const Clock& clock, const QueueRules& rules, const std::string& instance) override {
    tables_.push_back(place_->table());
    return std::make_unique<tasks::StoredTasks>(*tables_.back(), clock, rules, instance);
  }
  std::unique_ptr<TaskStore> forgetful(const Clock& clock, const QueueRules& rules, std::atomic<bool>& lose) override {
    tables_.push_back(std::make_unique<ForgetfulTable>(place_->table(), lose));
    return std::make_unique<tasks::StoredTasks>(*tables_.back(), clock, rules, "forgetful");
  }

 private:
  std::unique_ptr<RecordTablePlace> place_;
  std::vector<std::unique_ptr<tasks::RecordTable>> tables_;
};

}  // namespace

TaskStoreAdapter stored_tasks_on(const RecordTableAdapter& table) {
  return {table.name, [make = table.make] { return std::make_unique<StoredTasksPlace>(make()); }};
}

}  // namespace exportd::contract
