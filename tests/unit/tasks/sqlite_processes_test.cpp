// Several processes on one SQLite file, and processes that are killed in the middle of it.
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <random>
#include <thread>
#include <vector>

#include "tasks/sqlite_table.hpp"
#include "tasks/stored_tasks.hpp"
#include "tests/contract/task_store_contract.hpp"
#include "tests/unit/tasks/processes.hpp"
#include "tests/unit/tasks/temporary_folder.hpp"

namespace exportd::tasks {
namespace {

using contract::success;
using contract::task_id;

// A store as one process has it.
struct OwnStore {
  explicit OwnStore(const TemporaryFolder& folder, const std::string& instance)
      : table(folder.store()), store(table, clock, {}, instance) {}
  SqliteTable table;
  contract::HandClock clock;
  StoredTasks store;
};

NewRequest request(const std::string& name, const std::string& token) {
  return {.task = {task_id(name), "petdb", "variables=" + name, ""},
          .email = testing::addressee(token + "@example.org"),
          .idempotency_key = {},
          .token = [token](int) { return TokenHash{token}; },
          .data_version = "v1"};
}

std::string name_of(int process, int round) {
  return std::string{static_cast<char>('b' + process), static_cast<char>('b' + round / 20),
                     static_cast<char>('b' + round % 20)};
}

// The log of every task is gapless and its last event of each run is that run; returns the number of runs.
std::size_t check_all(StoredTasks& store) {
  std::size_t runs = 0;
  std::map<TaskId, std::uint64_t> sequences;
  std::map<std::pair<TaskId, int>, Run> replayed;
  TaskFilter all;
  all.limit = 100'000;
  for (const TaskRecord& record : store.list(all).records) {
    ++runs;
    for (const AuditEvent& event : store.audit(record.task.id)) {
      if (event.sequence == 1) sequences[event.task] = 0;
      EXPECT_EQ(event.sequence, ++sequences[event.task]);
      replayed[{event.task, event.run.number}] = event.run;
    }
    Run last = replayed.at({record.task.id, record.run.number});
    if (last.status == Status::processing) {
      last.progress = record.run.progress;
      last.version = record.run.version;
    }
    EXPECT_EQ(record.run, last);
  }
  return runs;
}

TEST(SqliteProcesses, make_the_file_once_when_they_open_it_at_the_same_time) {
  const TemporaryFolder folder;
  std::vector<pid_t> children;
  for (int child = 0; child < 8; ++child) {
    children.push_back(start_child([&] {
      OwnStore own(folder, "child");
      return own.store.counts().pending == 0 ? 0 : 1;
    }));
  }
  for (const pid_t child : children) EXPECT_EQ(exit_code(child), 0);
}

TEST(SqliteProcesses, share_one_queue) {
  constexpr int creators = 3;
  constexpr int workers = 4;
  constexpr int rounds = 20;
  const TemporaryFolder folder;
  const SharedNumber processing;
  const SharedNumber ended;
  const auto give_up = [&](int code) {
    *ended += creators * rounds;  // or the others would wait for ever
    return code;
  };
  std::vector<pid_t> children;
  for (int i = 0; i < creators; ++i) {
    children.push_back(start_child([&, i] {
      OwnStore own(folder, "creator " + std::to_string(i));
      for (int round = 0; round < rounds; ++round) {
        const std::string name = name_of(i, round);
        if (!own.store.create_or_join(request(name, "token " + name)).ok()) return 1;
      }
      return 0;
    }));
  }
  for (int i = 0; i < workers; ++i) {
    children.push_back(start_child([&, i] {
      OwnStore own(folder, "worker " + std::to_string(i));
      while (*ended < creators * rounds) {
        const auto claimed = own.store.claim_next("worker " + std::to_string(i));
        if (!claimed) {
          std::this_thread::sleep_for(std::chrono::milliseconds(2));
          continue;
        }
        if (++*processing > QueueRules().parallel) return give_up(2);
        if (!own.store.renew(*claimed, {}, "").ok()) return give_up(3);
        --*processing;
        if (!own.store.settle(*claimed, success(*claimed)).ok()) return give_up(4);
        ++*ended;
      }
      return 0;
    }));
  }
  for (const pid_t child : children) EXPECT_EQ(exit_code(child), 0);
  OwnStore own(folder, "first");
  EXPECT_EQ(own.store.counts().succeeded, static_cast<std::uint64_t>(creators * rounds));
  EXPECT_EQ(own.store.outbox(1'000).size(), static_cast<std::size_t>(creators * rounds));
  EXPECT_EQ(check_all(own.store), static_cast<std::size_t>(creators * rounds));
}

TEST(SqliteProcesses, commit_all_or_nothing_when_they_are_killed) {
  const TemporaryFolder folder;
  const SharedNumber confirmed;
  const RecordKey keys[] = {{"a", "1"}, {"b", "1"}};
  std::mt19937 random(7);
  std::uint64_t seen = 0;
  for (int kill = 0; kill < 30; ++kill) {
    const pid_t child = start_child([&] {
      SqliteTable table(folder.store());
      const auto start = table.read(keys);
      for (std::uint64_t version = start[0] ? start[0]->version : 0;; ++version) {
        const Write writes[] = {{Write::Kind::put, keys[0], version, "{}"}, {Write::Kind::put, keys[1], version, "{}"}};
        const LogEntry entry{{"log", std::to_string(version)}, 1, "{}"};
        if (!table.commit(writes, {&entry, 1})) return 1;
        *confirmed = static_cast<int>(version) + 1;
      }
    });
    std::this_thread::sleep_for(std::chrono::microseconds(std::uniform_int_distribution<int>(0, 40'000)(random)));
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    EXPECT_EQ(exit_code(child), -1);
    SqliteTable table(folder.store());
    const auto found = table.read(keys);
    ASSERT_EQ(found[0].has_value(), found[1].has_value());
    if (!found[0]) continue;
    EXPECT_EQ(found[0]->version, found[1]->version);
    EXPECT_EQ(table.log("log").size(), found[0]->version);
    EXPECT_GE(found[0]->version, static_cast<std::uint64_t>(*confirmed)) << "what was confirmed is there";
    EXPECT_GE(found[0]->version, seen);
    seen = found[0]->version;
  }
  EXPECT_GT(seen, 0U);
}

// What a process does until it is killed: asks, works, leaves, cancels.
int live(const TemporaryFolder& folder, int process, int life, std::atomic<int>& accepted) {
  OwnStore own(folder, "process " + std::to_string(process));
  const std::string worker = "worker " + std::to_string(process) + " of life " + std::to_string(life);
  for (int round = 0;; ++round) {
    const std::string token = std::to_string(process) + "/" + std::to_string(life) + "/" + std::to_string(round);
    NewRequest asked = request(name_of(process, round % 10), token);
    asked.refresh = round % 3 == 0;
    if (own.store.create_or_join(asked).ok()) ++accepted;
    if (round % 5 == 0) static_cast<void>(own.store.leave(asked.task.id, {token}));
    if (round % 7 == 0) static_cast<void>(own.store.request_cancel(asked.task.id, ActorKind::admin));
    std::optional<Claim> claimed = own.store.claim_next(worker);
    if (!claimed) continue;
    if (round % 4 == 0) {
      const auto next = own.store.next_attempt(*claimed, contract::store_away);
      if (next.ok()) claimed = next.value();
    }
    if (round % 6 == 0 && own.store.give_back(*claimed).ok()) continue;
    if (own.store.settle(*claimed, success(*claimed)).ok()) continue;
    static_cast<void>(own.store.settle(*claimed, contract::cancellation()));
  }
}

TEST(SqliteProcesses, lose_no_run_when_they_are_killed) {
  const TemporaryFolder folder;
  const SharedNumber accepted;
  std::mt19937 random(11);
  for (int life = 0; life < 12; ++life) {
    std::vector<pid_t> children;
    for (int process = 0; process < 3; ++process) {
      children.push_back(start_child([&, process] { return live(folder, process, life, *accepted); }));
    }
    std::this_thread::sleep_for(std::chrono::microseconds(std::uniform_int_distribution<int>(5'000, 120'000)(random)));
    for (const pid_t child : children) EXPECT_EQ(::kill(child, SIGKILL), 0);
    for (const pid_t child : children) EXPECT_EQ(exit_code(child), -1);
    OwnStore own(folder, "housekeeper");
    for (const SlotView& slot : own.store.slots()) {
      EXPECT_EQ(own.store.take_over(slot).ok(), slot.run.has_value());
    }
    static_cast<void>(check_all(own.store));
  }
  OwnStore own(folder, "last");
  while (const auto claimed = own.store.claim_next("last"))
    EXPECT_TRUE(own.store.settle(*claimed, success(*claimed)).ok());
  const TaskCounts counts = own.store.counts();
  EXPECT_EQ(counts.pending + counts.processing, 0U);
  EXPECT_EQ(counts.failed + counts.succeeded + counts.cancelled, check_all(own.store)) << "every run has ended once";
  EXPECT_GT(*accepted, 0);
}

}  // namespace
}  // namespace exportd::tasks
