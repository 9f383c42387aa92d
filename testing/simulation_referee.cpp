#include "testing/simulation_referee.hpp"

#include <algorithm>

#include "work/object_names.hpp"

namespace exportd::testing {

namespace {

void require(bool holds, const RunName& name, const std::string& what) {
  if (!holds) throw Violation("run " + text_of(name) + ": " + what);
}

bool holds_address(std::string_view body) {
  return body.find('@') != std::string_view::npos;
}

// Of the run as anybody sees it: a run under way counts its beats too.
std::uint64_t version_seen(const RunName& name, const Run& run, const std::map<int, SlotHistory>& slots) {
  if (run.status != Status::processing) return run.version;
  for (const auto& [number, kept] : slots) {
    if (kept.slot.run && RunName{kept.slot.run->task.text(), kept.slot.run->run} == name) {
      return run.version + kept.slot.beat;
    }
  }
  return run.version;
}

const SlotHistory* slot_of(const RunName& name, const std::map<int, SlotHistory>& slots) {
  for (const auto& [number, kept] : slots) {
    if (kept.slot.run && RunName{kept.slot.run->task.text(), kept.slot.run->run} == name) return &kept;
  }
  return nullptr;
}

}  // namespace

std::string scripted_content(const RunName& name, FencingToken token) {
  return "records of " + name.first + " run " + std::to_string(name.second) + " by " + std::to_string(token.value);
}

std::vector<AuditEvent> Referee::committed(std::span<const tasks::Write> writes, std::span<const tasks::LogEntry> log) {
  std::vector<AuditEvent> events;
  for (const tasks::LogEntry& entry : log) {
    events.push_back(tasks::read_body<AuditEvent>(entry.body));
    const AuditEvent& event = events.back();
    const RunName name{event.task.text(), event.run.number};
    require(!holds_address(entry.body), name, "an address in the audit log");
    require(event.sequence == ++history_.sequences[name.first], name, "a gap in the audit log");
  }
  const std::map<int, SlotHistory> slots_before = history_.slots;
  follow_slots(writes);
  bool runs_changed = false;
  for (const tasks::Write& write : writes) {
    if (write.key == tasks::tally_key()) history_.tally = tasks::read_body<tasks::Tally>(write.body);
    if (write.kind != tasks::Write::Kind::put || !write.key.sort.starts_with("run#")) continue;
    const Run run = tasks::read_body<Run>(write.body);
    follow_run({write.key.partition.substr(write.key.partition.find('#') + 1), run.number}, run, events, slots_before);
    runs_changed = true;
  }
  if (runs_changed) {
    check_slots();
    check_tally();
  }
  return events;
}

void Referee::follow_slots(std::span<const tasks::Write> writes) {
  for (const tasks::Write& write : writes) {
    if (write.kind != tasks::Write::Kind::put || write.key.partition != "slot") continue;
    SlotHistory& kept = history_.slots[std::stoi(write.key.sort)];
    auto slot = tasks::read_body<tasks::Slot>(write.body);
    const tasks::Slot& before = kept.slot;
    if (slot.run != before.run || slot.token != before.token || slot.beat != before.beat) kept.changed = time_.now;
    kept.slot = std::move(slot);
  }
}

// Every run that is Processing has one slot, and every slot that is taken a run that is Processing.
void Referee::check_slots() const {
  std::map<RunName, int> taken;
  for (const auto& [number, kept] : history_.slots) {
    if (kept.slot.run) ++taken[{kept.slot.run->task.text(), kept.slot.run->run}];
  }
  int processing = 0;
  for (const auto& [name, known] : history_.runs) {
    if (known.run.status != Status::processing) continue;
    ++processing;
    require(taken.contains(name) && taken[name] == 1, name, "it is Processing and has not one slot");
  }
  for (const auto& [name, times] : taken) {
    const auto known = history_.runs.find(name);
    require(known != history_.runs.end() && known->second.run.status == Status::processing, name,
            "it has a slot and is not Processing");
  }
  if (processing > rules_.parallel) throw Violation("more runs are Processing than may be");
}

// What it says is kept is what the runs say.
void Referee::check_tally() const {
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  for (const auto& [name, known] : history_.runs) {
    if (known.run.status != Status::succeeded || known.run.deleted_at) continue;
    ++files;
    bytes += stored_bytes(*known.run.receipt);
  }
  const tasks::Tally& told = history_.tally;
  if (told.files == files && told.file_bytes == bytes) return;
  throw Violation("the tally tells of " + std::to_string(told.files) + " files with " +
                  std::to_string(told.file_bytes) + " bytes and there are " + std::to_string(files) + " with " +
                  std::to_string(bytes));
}

void Referee::follow_run(const RunName& name, const Run& run, std::span<const AuditEvent> events,
                         const std::map<int, SlotHistory>& slots_before) {
  const bool is_new = !history_.runs.contains(name);
  RunHistory& known = history_.runs[name];
  const RunHistory before = known;
  if (is_new && !asking_.empty()) known.asked_for = asking_.back();
  check_events(name, before, run, events);
  const Status was = before.run.status.now();
  const Status is = run.status.now();
  if (is_terminal(was)) {
    require(is == was, name, "its terminal status changed");
    require(run.receipt == before.run.receipt && run.error == before.run.error &&
                run.finished_at == before.run.finished_at && run.attempts == before.run.attempts,
            name, "how it ended changed");
  }
  require(is_new || version_seen(name, run, history_.slots) > version_seen(name, before.run, slots_before), name,
          "it changed and its version did not grow");
  known.run = run;

  const SlotHistory* slot = was == Status::processing ? slot_of(name, slots_before) : nullptr;
  const AuditEvent& last = events.back();
  if (slot != nullptr && is != Status::processing) {
    if (last.actor == ActorKind::housekeeper) check_silence(name, *slot);
    if (last.kind == AuditKind::given_back) --known.attempts_begun;
    if (is_terminal(is)) known.ended_by = slot->slot.token;
  }
  if (is == Status::succeeded && was != is) check_success(name, before, run, known.ended_by);
  if (is == Status::processing && was == Status::pending && !known.claimed) check_first_claim(name, known);
  const bool next = is == Status::processing && (was != is || run.attempts.size() != before.run.attempts.size());
  if (next) begin_attempt(name, known, run);
}

void Referee::check_events(const RunName& name, const RunHistory& before, const Run& run,
                           std::span<const AuditEvent> events) const {
  const AuditEvent* last = nullptr;
  std::optional<Status> status;
  if (before.run.version > 0) status = before.run.status.now();
  for (const AuditEvent& event : events) {
    if (event.task.text() != name.first || event.run.number != name.second) continue;
    last = &event;
    require(event.from == (event.to ? status : std::nullopt), name, "the audit log tells another story");
    if (event.to && event.from) require(may_move(*event.from, *event.to), name, "there is no such move");
    if (event.to) status = event.to;
    const bool refuses = event.run.status == Status::failed || event.run.status == Status::cancelled;
    const bool waited_for = event.run.requesters > 0 || run.cancel_requested || run.status.terminal();
    require(event.kind != AuditKind::left || waited_for, name, "its last requester left and it goes on");
    require(event.kind != AuditKind::joined || !refuses, name, "joined though it had ended without a file");
  }
  require(last != nullptr && last->run == run, name, "its last audit event is not its state");
  require(status == run.status.now(), name, "the moves in the audit log do not lead to its status");
}

void Referee::begin_attempt(const RunName& name, RunHistory& known, const Run& run) {
  require(!run.attempts.empty(), name, "it is Processing without an attempt");
  const FencingToken token = run.attempts.back().token;
  require(token > newest_token_, name, "token " + std::to_string(token.value) + " had been given before");
  newest_token_ = token;
  known.claimed = true;
  ++known.attempts_begun;
  require(known.attempts_begun <= rules_.attempts_max, name, "more attempts than there may be");
}

// First in, first out: whoever was told before this run was asked for is claimed before it.
void Referee::check_first_claim(const RunName& name, const RunHistory& known) const {
  for (const auto& [other, earlier] : history_.runs) {
    const bool before = earlier.acknowledged && known.asked_for && *earlier.acknowledged < *known.asked_for;
    require(!before || earlier.claimed || earlier.run.status != Status::pending, name,
            "claimed before " + text_of(other) + ", which was first in the queue");
  }
}

void Referee::check_success(const RunName& name, const RunHistory& before, const Run& run, FencingToken held) const {
  require(!before.run.cancel_requested, name, "Succeeded though it was cancelled");
  require(run.receipt.has_value(), name, "Succeeded without a receipt");
  const auto object = work::named_object(run.receipt->object);
  require(object && object->task.text() == name.first && object->run == name.second && object->token == held, name,
          "its file " + run.receipt->object.text() + " is not of the token that held, " + std::to_string(held.value));
  require(whole(run.receipt->object, scripted_content(name, held)), name, "Succeeded with a file that does not verify");
  require(whole(run.receipt->metadata_object, "about " + scripted_content(name, held)), name,
          "Succeeded with metadata that do not verify");
}

void Referee::check_silence(const RunName& name, const SlotHistory& slot) const {
  const Milliseconds silent = time_.now - slot.changed;
  require(silent >= lease_, name,
          "taken over from a worker that was silent for " + std::to_string(silent.count()) + " ms only");
}

bool Referee::whole(const ObjectKey& key, const std::string& content) const {
  const auto reader = files_.open(key);
  if (!reader || reader->size() != content.size()) return false;
  std::string read(content.size(), '\0');
  return reader->read_at(0, read) == read.size() && read == content;
}

void Referee::acknowledged(const TaskId& task, int run) {
  const auto found = history_.runs.find({task.text(), run});
  require(found != history_.runs.end(), {task.text(), run}, "a requester was told of it and it is not there");
  if (!found->second.acknowledged) found->second.acknowledged = ++moment_;
}

void Referee::settled(const Claim& claim, Status status) const {
  const RunName name{claim.record.task.id.text(), claim.record.run.number};
  const RunHistory& known = history_.runs.at(name);
  require(known.run.status == status, name, "a worker was told that it settled it, and it is not so");
  require(known.ended_by == claim.token, name,
          "settled by token " + std::to_string(claim.token.value) + " while " + std::to_string(known.ended_by.value) +
              " held");
}

void Referee::renewed(const Claim& claim) const {
  const RunName name{claim.record.task.id.text(), claim.record.run.number};
  const SlotHistory* slot = slot_of(name, history_.slots);
  require(slot != nullptr && slot->slot.token == claim.token, name, "a worker renewed what it did not hold");
}

bool Referee::all_ended() const {
  return std::ranges::all_of(history_.runs, [](const auto& known) { return known.second.run.status.terminal(); });
}

}  // namespace exportd::testing
