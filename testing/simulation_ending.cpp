// What the referee asks at the end of the world, and of what leaves the task service: objects and mail.
#include <algorithm>
#include <set>

#include "testing/simulation_referee.hpp"
#include "work/object_names.hpp"

namespace exportd::testing {

namespace {

void require(bool holds, const RunName& name, const std::string& what) {
  if (!holds) throw Violation("run " + text_of(name) + ": " + what);
}

}  // namespace

void Referee::removed(const ObjectKey& key) const {
  const auto object = work::named_object(key);
  for (const auto& [number, kept] : history_.slots) {
    const bool live =
        object && kept.slot.run == PendingEntry{object->task, object->run} && kept.slot.token == object->token;
    if (live) throw Violation("what a live attempt has stored was removed: " + key.text());
  }
  for (const auto& [name, known] : history_.runs) {
    if (known.run.status != Status::succeeded || known.run.expired_at) continue;
    const Receipt& receipt = *known.run.receipt;
    require(receipt.object != key && receipt.metadata_object != key, name, "its file was removed: " + key.text());
  }
}

void Referee::sent(const Message& message) {
  // The subject names the task, the text the run and how it ended.
  const std::size_t split = message.text.find(' ');
  const RunName name{message.subject, std::stoi(message.text)};
  const auto known = history_.runs.find(name);
  require(known != history_.runs.end() && known->second.run.status.terminal(), name, "mail, and it has not ended");
  require(message.text.substr(split + 1) == status_name(known->second.run.status.now()), name,
          "mail that says it " + message.text.substr(split + 1));
  // Whoever left a later run, which had taken it along, was there when this one ended.
  const bool wanted = std::ranges::any_of(history_.requests, [&](const SentRequest& request) {
    const bool left = request.leaving == SentRequest::Leaving::left && request.left_run <= name.second;
    return request.task.text() == name.first && request.email == message.to && !left;
  });
  require(wanted, name, "mail to " + message.to + ", who does not wait for it");
  MailHistory& mail = history_.mails[{name, message.to}];
  require(mail.times == 0 || mail.message_id == message.message_id, name, "two mails with different Message-IDs");
  mail.message_id = message.message_id;
  ++mail.times;
}

void Referee::end(TaskStore& tasks, FencingToken floor) const {
  end_runs(tasks);
  end_audit(tasks);
  end_objects(floor);
  end_mail();
  end_requesters();
}

void Referee::end_runs(TaskStore& tasks) const {
  for (const auto& [name, known] : history_.runs) require(known.run.status.terminal(), name, "it never ended");
  for (const auto& [number, kept] : history_.slots) {
    if (kept.slot.run) throw Violation("a slot is taken and every run has ended");
  }
  if (!tasks.pending().empty()) throw Violation("something is in the queue and every run has ended");
  const TaskCounts counts = tasks.counts();
  const auto ended = [&](Status status) {
    const auto is = [status](const auto& known) { return known.second.run.status == status; };
    return static_cast<std::uint64_t>(std::ranges::count_if(history_.runs, is));
  };
  const bool right = counts.succeeded == ended(Status::succeeded) && counts.failed == ended(Status::failed) &&
                     counts.cancelled == ended(Status::cancelled);
  if (!right) throw Violation("the numbers of runs that ended are wrong");
  if (counts.mail_backlog != 0) throw Violation("mail is still to be sent");
}

// The audit log, replayed, is the state.
void Referee::end_audit(TaskStore& tasks) const {
  std::map<RunName, Run> replayed;
  for (const auto& [task, newest] : history_.sequences) {
    std::uint64_t sequence = 0;
    for (AuditEvent& event : tasks.audit(TaskId(task))) {
      if (event.sequence != ++sequence) throw Violation("task " + task + ": a gap in the audit log");
      replayed[{task, event.run.number}] = std::move(event.run);
    }
    if (sequence != newest) throw Violation("task " + task + ": the audit log is not whole");
  }
  for (const auto& [name, known] : history_.runs) {
    const auto stored = tasks.get(TaskId(name.first), name.second);
    require(stored && stored->run == known.run && replayed[name] == known.run, name, "the replay is not its state");
  }
}

void Referee::end_objects(FencingToken floor) const {
  std::set<ObjectKey> named;
  for (const auto& [name, known] : history_.runs) {
    if (known.run.status != Status::succeeded) continue;
    const Receipt& receipt = *known.run.receipt;
    // The description outlives the file.
    named.insert(receipt.metadata_object);
    const std::string content = scripted_content(name, known.ended_by);
    require(whole(receipt.metadata_object, "about " + content), name, "its description is gone or changed");
    if (known.run.deleted_at) continue;
    named.insert(receipt.object);
    require(whole(receipt.object, content), name, "its file is gone or changed");
  }
  for (const ObjectKey& key : files_.list("")) {
    const auto object = work::named_object(key);
    const bool of_before = object && object->token <= floor;
    if (!of_before && !named.contains(key)) throw Violation("no run names the object " + key.text());
  }
}

void Referee::end_mail() const {
  for (const SentRequest& request : history_.requests) {
    const bool certain = request.run && request.leaving == SentRequest::Leaving::stays;
    if (!certain || request.email.empty() || request.email == refused_address) continue;
    for (const auto& [name, known] : history_.runs) {
      if (name.first != request.task.text() || !takes_along(known.run, *request.run)) continue;
      require(history_.mails.contains({name, request.email}), name, "no mail to " + request.email);
    }
  }
}

// Each request counts once, however often it had to be sent.
void Referee::end_requesters() const {
  for (const auto& [name, known] : history_.runs) {
    int certain = 0;
    int possible = 0;
    for (const SentRequest& request : history_.requests) {
      if (request.task.text() != name.first) continue;
      const bool left = request.leaving == SentRequest::Leaving::left;
      if (left && request.left_run <= name.second) continue;
      if (request.run && !takes_along(known.run, *request.run)) continue;
      ++possible;
      if (request.run && (request.leaving_from == 0 || name.second < request.leaving_from)) ++certain;
    }
    require(certain <= known.run.requesters && known.run.requesters <= possible, name,
            std::to_string(known.run.requesters) + " requesters, and " + std::to_string(certain) + " to " +
                std::to_string(possible) + " have asked for it");
  }
}

}  // namespace exportd::testing
