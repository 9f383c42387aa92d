// What stands between the simulated machines and what they share, so that the referee sees all of it.
#pragma once

#include <functional>

#include "testing/forwarding_tasks.hpp"
#include "testing/memory_file_store.hpp"
#include "testing/memory_table.hpp"
#include "testing/simulation_referee.hpp"

namespace exportd::testing {

class WatchedTable final : public tasks::RecordTable {
 public:
  using Tell = std::function<void(const AuditEvent&)>;
  WatchedTable(MemoryTable& table, Referee& referee, Tell tell)
      : table_(table), referee_(referee), tell_(std::move(tell)) {}

  std::vector<std::optional<tasks::Record>> read(std::span<const tasks::RecordKey> keys) override {
    return table_.read(keys);
  }
  std::vector<tasks::Record> range(const tasks::Range& range) override { return table_.range(range); }
  bool commit(std::span<const tasks::Write> writes, std::span<const tasks::LogEntry> log) override {
    if (!table_.commit(writes, log)) return false;
    for (const AuditEvent& event : referee_.committed(writes, log)) tell_(event);
    return true;
  }
  std::vector<tasks::LogEntry> log(std::string_view partition) override { return table_.log(partition); }
  std::vector<tasks::LogEntry> log_since(std::int64_t stamp, std::string& cursor, std::size_t n) override {
    return table_.log_since(stamp, cursor, n);
  }
  void pause(int) override {}

 private:
  MemoryTable& table_;
  Referee& referee_;
  const Tell tell_;
};

class WatchedFiles final : public FileStore {
 public:
  WatchedFiles(FileStore& files, Referee& referee) : files_(files), referee_(referee) {}
  std::unique_ptr<ByteSink> create(const ObjectKey& key, const std::stop_token& stop) override {
    return files_.create(key, stop);
  }
  std::unique_ptr<ObjectReader> open(const ObjectKey& key) override { return files_.open(key); }
  std::optional<ObjectStat> stat(const ObjectKey& key) override { return files_.stat(key); }
  bool remove(const ObjectKey& key) override {
    referee_.removed(key);
    return files_.remove(key);
  }
  std::vector<ObjectKey> list(std::string_view prefix) override { return files_.list(prefix); }
  std::size_t abort_unfinished(WallTime before) override { return files_.abort_unfinished(before); }

 private:
  FileStore& files_;
  Referee& referee_;
};

class WatchedMailer final : public Mailer {
 public:
  explicit WatchedMailer(Referee& referee) : referee_(referee) {}
  void send(const Message& message, const std::function<bool()>&) override {
    if (message.to == refused_address) throw Failure(FailureKind::reject, "refused", "there is nobody of that name");
    referee_.sent(message);
  }

 private:
  Referee& referee_;
};

// What a worker is told it has done must be so.
class WatchedTasks final : public ForwardingTasks {
 public:
  WatchedTasks(TaskStore& tasks, const Referee& referee) : ForwardingTasks(tasks), referee_(referee) {}
  Result<Renewal, Refusal> renew(const Claim& claim, const Progress& progress, std::string_view context) override {
    auto renewal = ForwardingTasks::renew(claim, progress, context);
    if (renewal) referee_.renewed(claim);
    return renewal;
  }
  Result<TaskRecord, Refusal> settle(const Claim& claim, const Settlement& settlement) override {
    auto settled = ForwardingTasks::settle(claim, settlement);
    if (settled) referee_.settled(claim, settlement.status);
    return settled;
  }

 private:
  const Referee& referee_;
};

}  // namespace exportd::testing
