// What is kept of an address: how much it has had today, that it wants no mail, and for a while the address itself.
#include <algorithm>

#include "tasks/json_fields.hpp"
#include "tasks/stored_tasks.hpp"

namespace exportd::tasks {

Result<int, Refusal> StoredTasks::reserve(DailyCount what, const KeyedAddress& key, std::int64_t day, int per_day) {
  using Outcome = Result<int, Refusal>;
  return atomically([&](TaskStep& step) -> std::optional<Outcome> {
    const RecordKey count = count_key(what, key, day);
    step.read({count});
    const std::uint64_t reserved = step.number(count) + 1;
    if (reserved > static_cast<std::uint64_t>(std::max(per_day, 0))) return Outcome(Err{Refusal::quota_spent});
    step.put(count, body_of_number(reserved));
    if (!step.commit()) return std::nullopt;
    return Outcome(static_cast<int>(reserved));
  });
}

std::size_t StoredTasks::erase_counts(std::int64_t before_day) {
  return atomically([&](TaskStep& step) -> std::optional<std::size_t> {
    std::size_t erased = 0;
    for (const Record& oldest : table_.range({"daily", "", "", commit_records_max, Order::ascending})) {
      if (oldest.key.sort >= day_text(before_day)) break;
      step.read({oldest.key});
      step.remove(oldest.key);
      ++erased;
    }
    if (!step.commit()) return std::nullopt;
    return erased;
  });
}

void StoredTasks::suppress(const KeyedAddress& key) {
  atomically([&](TaskStep& step) -> std::optional<bool> {
    const RecordKey mark = suppressed_key(key);
    step.read({mark});
    if (step.exists(mark)) return true;
    step.put(mark, body_of_number(static_cast<std::uint64_t>(std::max<std::int64_t>(milliseconds(clock_.wall()), 0))));
    if (!step.commit()) return std::nullopt;
    return true;
  });
}

bool StoredTasks::suppressed(const KeyedAddress& key) {
  TaskStep step(table_);
  step.read({suppressed_key(key)});
  return step.exists(suppressed_key(key));
}

bool StoredTasks::unsuppress(const KeyedAddress& key) {
  return atomically([&](TaskStep& step) -> std::optional<bool> {
    step.read({suppressed_key(key)});
    if (!step.exists(suppressed_key(key))) return false;
    step.remove(suppressed_key(key));
    if (!step.commit()) return std::nullopt;
    return true;
  });
}

std::size_t StoredTasks::erase_addresses(WallTime ended_before) {
  constexpr std::size_t at_once = 8;
  const std::vector<Record> due = table_.range({"erasure", "", "", 1, Order::ascending});
  if (due.empty() || due.front().key.sort >= time_text(ended_before)) return 0;
  const auto entry = read_body<PendingEntry>(due.front().body);
  return atomically([&](TaskStep& step) -> std::optional<std::size_t> {
    std::size_t erased = 0;
    // The run first: whoever comes later writes it, and no removal is of theirs, also if it comes late.
    const RecordKey run = run_key(entry.task, entry.run);
    step.read({run});
    step.read({due.front().key});  // before the addresses: whoever comes later writes it again
    step.check(run);
    const std::string prefix = addressee_prefix(entry.run);
    for (const Record& found : table_.range({task_partition(entry.task), prefix, "", at_once, Order::ascending})) {
      step.read({found.key});
      step.remove(found.key);
      ++erased;
    }
    if (erased == 0) step.remove(due.front().key);
    if (!step.commit()) return std::nullopt;
    return erased + (erased == 0 ? 1 : 0);
  });
}

}  // namespace exportd::tasks
