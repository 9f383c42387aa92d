#include "testing/simulation_mistakes.hpp"

#include <algorithm>

#include "tasks/stored_records.hpp"
#include "testing/forwarding_tasks.hpp"

namespace exportd::testing {

namespace {

using tasks::LogEntry;
using tasks::Record;
using tasks::RecordKey;
using tasks::Write;

class MistakenTable : public tasks::RecordTable {
 public:
  explicit MistakenTable(tasks::RecordTable& right) : right_(right) {}
  std::vector<std::optional<Record>> read(std::span<const RecordKey> keys) override { return right_.read(keys); }
  std::vector<Record> range(const tasks::Range& range) override { return right_.range(range); }
  bool commit(std::span<const Write> writes, std::span<const LogEntry> log) override {
    return right_.commit(writes, log);
  }
  std::vector<LogEntry> log(std::string_view partition) override { return right_.log(partition); }
  std::vector<LogEntry> log_since(std::int64_t stamp, std::string& cursor, std::size_t n) override {
    return right_.log_since(stamp, cursor, n);
  }
  void pause(int tries) override { right_.pause(tries); }

 protected:
  tasks::RecordTable& right() { return right_; }
  std::optional<Record> read_one(const RecordKey& key) {
    return right_.read(std::span<const RecordKey>(&key, 1)).front();
  }

 private:
  tasks::RecordTable& right_;
};

class QueueByClock final : public MistakenTable {
 public:
  using MistakenTable::MistakenTable;
  std::vector<Record> range(const tasks::Range& range) override {
    if (range.partition != "queue") return right().range(range);
    std::vector<std::pair<WallTime, Record>> waiting;
    for (Record& record : right().range({"queue", "", "", 0, tasks::Order::ascending})) {
      const auto entry = tasks::read_body<PendingEntry>(record.body);
      const auto run = read_one(tasks::run_key(entry.task, entry.run));
      const WallTime created = run ? tasks::read_body<Run>(run->body).created_at : WallTime{};
      waiting.emplace_back(created, std::move(record));
    }
    std::ranges::stable_sort(waiting, {}, [](const auto& one) { return one.first; });
    std::vector<Record> found;
    for (auto& [created, record] : waiting) {
      if (range.limit == 0 || found.size() < range.limit) found.push_back(std::move(record));
    }
    return found;
  }
};

class RetriesAnew final : public MistakenTable {
 public:
  using MistakenTable::MistakenTable;
  bool commit(std::span<const Write> writes, std::span<const LogEntry> log) override {
    std::vector<Write> forgotten(writes.begin(), writes.end());
    std::vector<LogEntry> events(log.begin(), log.end());
    for (LogEntry& entry : events) {
      auto event = tasks::read_body<AuditEvent>(entry.body);
      if (event.kind != AuditKind::taken_over) continue;
      event.run.attempts.clear();
      entry.body = tasks::body_of(event);
      for (Write& write : forgotten) {
        if (write.key == tasks::run_key(event.task, event.run.number)) write.body = tasks::body_of(event.run);
      }
    }
    return right().commit(forgotten, events);
  }
};

class MailOutsideTheTransaction final : public MistakenTable {
 public:
  using MistakenTable::MistakenTable;
  bool commit(std::span<const Write> writes, std::span<const LogEntry> log) override {
    std::vector<Write> first;
    std::vector<Write> then;
    for (const Write& write : writes) (write.key.partition == "outbox" ? then : first).push_back(write);
    if (first.empty() || then.empty()) return right().commit(writes, log);
    return right().commit(first, log) && (right().commit(then, {}) || true);
  }
};

// It has looked at the run; by the time it writes, the run may have changed. It writes all the same.
class JoinWhateverTheStatus final : public MistakenTable {
 public:
  using MistakenTable::MistakenTable;
  bool commit(std::span<const Write> writes, std::span<const LogEntry> log) override {
    if (right().commit(writes, log)) return true;
    if (log.size() != 1) return false;
    auto event = tasks::read_body<AuditEvent>(log.front().body);
    if (event.kind != AuditKind::joined || event.run.status.terminal()) return false;
    const RecordKey head_key = tasks::head_key(event.task);
    const RecordKey run_key = tasks::run_key(event.task, event.run.number);
    const auto head_record = read_one(head_key);
    const auto run_record = read_one(run_key);
    if (!head_record || !run_record) return false;
    auto head = tasks::read_body<tasks::Head>(head_record->body);
    auto run = tasks::read_body<Run>(run_record->body);
    ++run.requesters;
    ++run.version;
    event.run = run;
    event.sequence = ++head.sequence;
    std::vector<Write> again;
    for (const Write& write : writes) {
      if (write.key == head_key) {
        again.push_back({Write::Kind::put, head_key, head_record->version, tasks::body_of(head)});
      } else if (write.key == run_key) {
        again.push_back({Write::Kind::put, run_key, run_record->version, tasks::body_of(run)});
      } else {
        again.push_back(write);
      }
    }
    const LogEntry entry{
        {log.front().key.partition, tasks::log_sort(event.sequence)}, log.front().stamp, tasks::body_of(event)};
    return right().commit(again, std::span<const LogEntry>(&entry, 1));
  }
};

class NoFencing final : public ForwardingTasks {
 public:
  using ForwardingTasks::ForwardingTasks;
  Result<Claim, Refusal> next_attempt(const Claim& claim, const RunError& reason) override {
    return ForwardingTasks::next_attempt(whoever_holds(claim), reason);
  }
  Result<Renewal, Refusal> renew(const Claim& claim, const Progress& progress, std::string_view context) override {
    return ForwardingTasks::renew(whoever_holds(claim), progress, context);
  }
  Result<TaskRecord, Refusal> settle(const Claim& claim, const Settlement& settlement) override {
    return ForwardingTasks::settle(whoever_holds(claim), settlement);
  }
  Result<TaskRecord, Refusal> give_back(const Claim& claim) override {
    return ForwardingTasks::give_back(whoever_holds(claim));
  }

 private:
  Claim whoever_holds(Claim claim) {
    for (const SlotView& slot : slots()) {
      if (slot.run != PendingEntry{claim.record.task.id, claim.record.run.number}) continue;
      claim.slot = slot.slot;
      claim.lease = slot.lease;
      claim.token = slot.token;
    }
    return claim;
  }
};

class WallClockForAll final : public Clock {
 public:
  explicit WallClockForAll(const Clock& right) : right_(right) {}
  [[nodiscard]] WallTime wall() const override { return right_.wall(); }
  [[nodiscard]] MonotonicTime monotonic() const override { return MonotonicTime(right_.wall().time_since_epoch()); }
  bool sleep_until(MonotonicTime, const std::stop_token&) override { return true; }

 private:
  const Clock& right_;
};

}  // namespace

std::unique_ptr<tasks::RecordTable> mistaken_table(Mistake mistake, tasks::RecordTable& right) {
  switch (mistake) {
    case Mistake::queue_by_clock: return std::make_unique<QueueByClock>(right);
    case Mistake::retries_anew_after_takeover: return std::make_unique<RetriesAnew>(right);
    case Mistake::mail_outside_the_transaction: return std::make_unique<MailOutsideTheTransaction>(right);
    case Mistake::join_whatever_the_status: return std::make_unique<JoinWhateverTheStatus>(right);
    default: return nullptr;
  }
}

std::unique_ptr<TaskStore> mistaken_tasks(Mistake mistake, TaskStore& right) {
  if (mistake == Mistake::no_fencing) return std::make_unique<NoFencing>(right);
  return nullptr;
}

std::unique_ptr<Clock> mistaken_clock(Mistake mistake, const Clock& right) {
  if (mistake == Mistake::lease_by_wall_clock) return std::make_unique<WallClockForAll>(right);
  return nullptr;
}

}  // namespace exportd::testing
