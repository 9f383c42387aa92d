// The outbox: one record for each ended run that somebody wants mail about, fanned out over the addresses afterwards.
// Each address has its own mark of having been told, so that a second housekeeper repeats nothing that was confirmed.
#include <algorithm>
#include <set>

#include "tasks/stored_tasks.hpp"

namespace exportd::tasks {

std::vector<OutboxEntry> StoredTasks::outbox(std::size_t n) {
  std::vector<OutboxEntry> entries;
  for (const Record& record : table_.range({"outbox", "", "", n, Order::ascending})) {
    const std::size_t split = record.key.sort.find('#');
    entries.push_back({TaskId(record.key.sort.substr(0, split)), std::stoi(record.key.sort.substr(split + 1)),
                       read_number(record.body)});
  }
  return entries;
}

std::vector<std::string> StoredTasks::unsent(const OutboxEntry& entry, std::size_t n) {
  std::vector<std::string> addresses;
  const auto record = get(entry.task, entry.run);
  if (!record) return addresses;
  const std::string partition = task_partition(entry.task);
  std::set<std::string> told;
  for (const Record& mark : table_.range({partition, mailed_prefix(entry.run), "", 0, Order::ascending})) {
    told.insert(mark.key.sort.substr(mailed_prefix(entry.run).size()));
  }
  const int from = record->run.requesters_from != 0 ? record->run.requesters_from : entry.run;
  for (int run = from; run <= entry.run; ++run) {
    for (const Record& found : table_.range({partition, addressee_prefix(run), "", 0, Order::ascending})) {
      const auto addressee = read_body<Addressee>(found.body);
      if (addressee.waiting <= 0 || addressee.address.empty()) continue;
      if (!told.insert(address_key(addressee.address)).second) continue;
      addresses.push_back(addressee.address);
      if (addresses.size() == n) return addresses;
    }
  }
  return addresses;
}

void StoredTasks::record_mail(const OutboxEntry& entry, std::string_view address, MailOutcome outcome) {
  atomically([&](TaskStep& step) -> std::optional<bool> {
    const RecordKey mark = mailed_key(entry.task, entry.run, address_key(address));
    step.read({mark});
    auto run = subject(step, entry.task, entry.run);
    if (!run || step.exists(mark)) return true;  // confirmed before
    const bool held = outcome == MailOutcome::held;
    step.put(mark, held ? R"({"outcome":"held"})" : R"({"outcome":"sent"})");
    if (held) {
      run->run.notification = Notification::held;
    } else if (run->run.notification == Notification::queued) {
      run->run.notification = Notification::sent;
    }
    ++run->run.version;
    put_with_event(step, *run, held ? AuditKind::held : AuditKind::mailed, ActorKind::housekeeper);
    if (!step.commit()) return std::nullopt;
    return true;
  });
}

bool StoredTasks::close_outbox(const OutboxEntry& entry) {
  return atomically([&](TaskStep& step) -> std::optional<bool> {
    const RecordKey key = outbox_key(entry.task, entry.run);
    step.read({key});
    if (!step.exists(key)) return true;
    if (step.number(key) != entry.version) return false;
    step.remove(key);
    if (!step.commit()) return std::nullopt;
    return true;
  });
}

Result<int, Refusal> StoredTasks::reserve_mail(std::string_view address, std::int64_t day, int per_day) {
  using Outcome = Result<int, Refusal>;
  return atomically([&](TaskStep& step) -> std::optional<Outcome> {
    const RecordKey key = quota_key(address_key(address), day);
    step.read({key});
    const std::uint64_t sent = step.number(key) + 1;
    if (sent > static_cast<std::uint64_t>(std::max(per_day, 0))) return Outcome(Err{Refusal::quota_spent});
    step.put(key, body_of_number(sent));
    if (!step.commit()) return std::nullopt;
    return Outcome(static_cast<int>(sent));
  });
}

std::size_t StoredTasks::erase_addresses(WallTime ended_before) {
  constexpr std::size_t at_once = 8;
  const std::vector<Record> due = table_.range({"erasure", "", "", 1, Order::ascending});
  if (due.empty() || due.front().key.sort >= time_text(ended_before)) return 0;
  const auto entry = read_body<PendingEntry>(due.front().body);
  return atomically([&](TaskStep& step) -> std::optional<std::size_t> {
    std::size_t erased = 0;
    step.read({due.front().key});  // before the addresses: whoever comes later writes it again
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

DutyView StoredTasks::duty() {
  TaskStep step(table_);
  step.read({duty_key()});
  DutyView view = step.find<DutyView>(duty_key()).value_or(DutyView{});
  view.version = step.version(duty_key());
  return view;
}

bool StoredTasks::take_duty(const DutyView& seen, std::string_view instance) {
  TaskStep step(table_);
  step.read({duty_key()});
  if (step.version(duty_key()) != seen.version) return false;
  step.put(duty_key(), body_of(DutyView{std::string(instance), seen.beat + 1, 0}));
  return step.commit();
}

}  // namespace exportd::tasks
