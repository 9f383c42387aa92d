// The outbox: one record for each ended run that somebody wants mail about, fanned out over the addresses afterwards.
// Each address has its own mark of having been told, so that a second housekeeper repeats nothing that was confirmed.
#include <algorithm>
#include <set>

#include "tasks/stored_tasks.hpp"

namespace exportd::tasks {

std::vector<OutboxEntry> StoredTasks::outbox(std::size_t n) {
  std::vector<OutboxEntry> entries;
  for (const Record& record : table_.range({"outbox", "", "", n, Order::ascending})) {
    const PendingEntry ended = outbox_entry(record.key);
    entries.push_back({ended.task, ended.run, read_number(record.body)});
  }
  return entries;
}

std::vector<Addressee> StoredTasks::unsent(const OutboxEntry& entry, std::size_t n) {
  std::vector<Addressee> addressees;
  const auto record = get(entry.task, entry.run);
  if (!record) return addressees;
  const std::string partition = task_partition(entry.task);
  std::set<std::string> told;
  for (const Record& mark : table_.range({partition, mailed_prefix(entry.run), "", 0, Order::ascending})) {
    told.insert(mark.key.sort.substr(mailed_prefix(entry.run).size()));
  }
  const int from = record->run.requesters_from != 0 ? record->run.requesters_from : entry.run;
  for (int run = from; run <= entry.run; ++run) {
    for (const Record& found : table_.range({partition, addressee_prefix(run), "", 0, Order::ascending})) {
      const auto waiting = read_body<WaitingAddress>(found.body);
      if (waiting.waiting <= 0 || waiting.address.empty()) continue;
      const KeyedAddress key{found.key.sort.substr(addressee_prefix(run).size())};
      if (!told.insert(key.hex).second) continue;
      addressees.push_back({waiting.address, key});
      if (addressees.size() == n) return addressees;
    }
  }
  return addressees;
}

void StoredTasks::record_mail(const OutboxEntry& entry, const KeyedAddress& key, MailOutcome outcome) {
  atomically([&](TaskStep& step) -> std::optional<bool> {
    const RecordKey mark = mailed_key(entry.task, entry.run, key);
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
    // The record may be removed and written anew, with the version that it had before. The run's version only grows,
    // and who opens the outbox writes it. Read first, it says that nobody has come since: also if the removal is late.
    const RecordKey run = run_key(entry.task, entry.run);
    step.read({run});
    step.read({key});
    if (!step.exists(key)) return true;
    if (step.number(key) != entry.version) return false;
    step.remove(key);
    step.check(run);
    if (!step.commit()) return std::nullopt;
    return true;
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
