// Restoring a task store to an earlier time, into a new one: the runs as the audit log tells them, everything else
// (requesters, outbox, idempotency keys) as the snapshot has it. docs/task-store.md, section 5.
#pragma once

#include <vector>

#include "core/task_queue.hpp"
#include "tasks/record_table.hpp"

namespace exportd::tasks {

struct RestorePlan {
  std::vector<LogEntry> log;  // of the live store, all of it
  WallTime to{};              // events after this have not happened
  FencingToken highest;       // that the live store has given; tokens go on above it
  WallTime now{};
  std::vector<Record> suppressed;  // of the live store: who wants no mail today wanted none then
};

struct RestoreReport {
  std::size_t runs = 0;
  std::size_t requeued = 0;  // were Processing then and are Pending now
};

// Who wants no mail.
[[nodiscard]] std::vector<Record> suppressions(RecordTable& table);

// The highest token that a store has given, by its counter and its log.
[[nodiscard]] FencingToken highest_token(RecordTable& table, const std::vector<LogEntry>& log);

// `table`: a copy of a snapshot taken at or before `plan.to`, or a new, empty table.
RestoreReport restore_tasks(RecordTable& table, const RestorePlan& plan);

}  // namespace exportd::tasks
