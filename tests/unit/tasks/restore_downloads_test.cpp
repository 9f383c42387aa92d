// Downloads survive a restore: those of before its time are in the new store, and no run is changed by them.
#include <gtest/gtest.h>

#include "tasks/restore.hpp"
#include "tasks/stored_tasks.hpp"
#include "testing/memory_table.hpp"
#include "tests/contract/task_store_contract.hpp"

namespace exportd::tasks {
namespace {

using namespace std::chrono_literals;

DownloadNews news(const std::string& id, AuditKind kind, WallTime at) {
  return {contract::task_id("rocks"), 1, kind, {.id = id, .range = {}, .requests = 1, .bytes = 5}, at};
}

TEST(RestoreDownloads, takes_along_those_of_before_its_time) {
  contract::HandClock clock;
  testing::MemoryTable live;
  StoredTasks store(live, clock, {}, "first");
  ASSERT_TRUE(store.create_or_join({.task = {contract::task_id("rocks"), "petdb", "", ""},
                                    .email = {},
                                    .idempotency_key = {},
                                    .token = [](int) { return TokenHash{"t"}; },
                                    .data_version = {}}));
  store.record_download(news("d1", AuditKind::download_started, clock.wall()));
  clock.advance(1s);
  const WallTime to = clock.wall();
  clock.advance(1s);
  store.record_download(news("d1", AuditKind::download_ended, clock.wall()));

  std::string cursor;
  const std::vector<LogEntry> log = live.log_since(0, cursor, 100);
  testing::MemoryTable made;
  const RestoreReport report = restore_tasks(made, {log, to, highest_token(live, log), clock.wall(), {}});
  EXPECT_EQ(report.runs, 1U);
  StoredTasks restored(made, clock, {}, "second");
  const std::vector<AuditEvent> events = restored.audit(contract::task_id("rocks"));
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[1].kind, AuditKind::download_started);
  EXPECT_EQ(events[1].download->id, "d1");
  EXPECT_EQ(restored.get(contract::task_id("rocks"), 1)->run.status, Status::pending);
}

}  // namespace
}  // namespace exportd::tasks
