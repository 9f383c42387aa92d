// Looking at the queue, without changing it.
#include "tasks/stored_tasks.hpp"

namespace exportd::tasks {

TaskRecord StoredTasks::as_seen(TaskStep& step, const Subject& subject) {
  TaskRecord seen{subject.head.task, subject.run};
  if (seen.run.status != Status::processing) return seen;
  if (const auto slot = slot_of(step, seen.task.id, seen.run)) {
    seen.run.progress = slot->progress;
    seen.run.version += slot->beat;
  }
  return seen;
}

TaskRecord StoredTasks::as_seen(const Head& head, Run run) {
  // The run and its slot in one view: of two, the second might have lost the beats that the first does not have yet.
  // Anew if it has come into another slot meanwhile.
  while (run.slot) {
    const RecordKey key = run_key(head.task.id, run.number);
    TaskStep step(table_);
    step.read({key, slot_key(*run.slot)});
    auto now = step.find<Run>(key);
    if (!now) break;
    const bool same = now->slot == run.slot || !now->slot;
    run = *std::move(now);
    const Status status = run.status.now();
    if (same) return as_seen(step, Subject{head, std::move(run), status});
  }
  return {head.task, std::move(run)};
}

std::optional<TaskRecord> StoredTasks::get(const TaskId& task, std::optional<int> run) {
  TaskStep step(table_);
  auto found = subject(step, task, run);
  if (!found) return std::nullopt;
  return as_seen(found->head, std::move(found->run));
}

namespace {

bool fits(const TaskRecord& record, const TaskFilter& filter) {
  if (filter.status && record.run.status != *filter.status) return false;
  if (filter.since && record.run.created_at < *filter.since) return false;
  return filter.environment.empty() || record.task.environment == filter.environment;
}

}  // namespace

TaskPage StoredTasks::list(const TaskFilter& filter) {
  constexpr std::size_t page = 100;
  constexpr std::size_t looked_at_max = 10'000;  // a rare status: the rest is behind the next cursor
  TaskPage found;
  std::string cursor = filter.cursor;
  for (std::size_t looked_at = 0; looked_at < looked_at_max;) {
    const std::vector<Record> records = filter.mail_waiting
                                            ? table_.range({"outbox", "", cursor, page, Order::ascending})
                                            : table_.range({"created", "", cursor, page, Order::descending});
    for (const Record& record : records) {
      const bool too_old = filter.since && !filter.mail_waiting && record.key.sort < time_text(*filter.since);
      if (too_old) return found;
      cursor = record.key.sort;
      const auto entry = filter.mail_waiting ? outbox_entry(record.key) : read_body<PendingEntry>(record.body);
      auto one = get(entry.task, entry.run);
      if (!one || !fits(*one, filter)) continue;
      found.records.push_back(*std::move(one));
      if (found.records.size() < filter.limit) continue;
      found.next_cursor = cursor;
      return found;
    }
    if (records.size() < page) return found;
    looked_at += records.size();
  }
  found.next_cursor = cursor;
  return found;
}

std::vector<PendingEntry> StoredTasks::pending() {
  std::vector<PendingEntry> entries;
  for (const Record& record : table_.range({"queue", "", "", 0, Order::ascending})) {
    entries.push_back(read_body<PendingEntry>(record.body));
  }
  return entries;
}

std::vector<SlotView> StoredTasks::slots() {
  return views_of(table_.range({"slot", "", "", 0, Order::ascending}));
}

std::vector<SlotView> StoredTasks::views_of(const std::vector<Record>& slots) {
  std::vector<SlotView> views;
  for (const Record& record : slots) {
    const auto slot = read_body<Slot>(record.body);
    views.push_back(
        {std::stoi(record.key.sort), slot.run, slot.lease, slot.token, slot.beat, slot.worker, slot.search_context});
  }
  return views;
}

TokenRange StoredTasks::tokens() {
  TaskStep step(table_);
  step.read({token_floor_key(), token_counter_key()});
  return {{step.number(token_floor_key())}, {step.number(token_counter_key())}};
}

TaskCounts StoredTasks::counts() {
  TaskStep step(table_);
  step.read({tally_key()});
  const Tally tally = step.find<Tally>(tally_key()).value_or(Tally{});
  TaskCounts counts;
  counts.failed = tally.failed;
  counts.succeeded = tally.succeeded;
  counts.cancelled = tally.cancelled;
  counts.files = tally.files;
  counts.file_bytes = tally.file_bytes;
  const std::vector<PendingEntry> waiting = pending();
  counts.pending = waiting.size();
  for (const SlotView& slot : slots()) counts.processing += slot.run ? 1U : 0U;
  counts.mail_backlog = table_.range({"outbox", "", "", 0, Order::ascending}).size();
  if (!waiting.empty()) {
    if (const auto oldest = get(waiting.front().task, waiting.front().run)) {
      counts.oldest_pending = oldest->run.created_at;
    }
  }
  return counts;
}

}  // namespace exportd::tasks
