// What a task store's log tells, for restoring it into a new one.
#pragma once

#include <vector>

#include "core/task_queue.hpp"
#include "tasks/record_table.hpp"

namespace exportd::app {

struct History {
  std::vector<tasks::LogEntry> log;  // all of it
  FencingToken highest;              // above every token that was given
  std::vector<tasks::Record> suppressed;
};

[[nodiscard]] History history_of(tasks::RecordTable& table);

}  // namespace exportd::app
