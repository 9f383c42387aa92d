// Referee: sees every commit of the simulated task store, and breaks the world off when one of them breaks a promise of
// docs/task-service.md. It knows the records, not the program that writes them.
#pragma once

#include <span>
#include <vector>

#include "core/ports.hpp"
#include "testing/simulation_history.hpp"
#include "testing/simulation_violation.hpp"

namespace exportd::testing {

class Referee {
 public:
  Referee(const VirtualTime& time, FileStore& files, const QueueRules& rules, Milliseconds lease)
      : time_(time), files_(files), rules_(rules), lease_(lease) {}

  // ---- told by the world ----
  // A commit that was done. Returns what it wrote into the audit log.
  std::vector<AuditEvent> committed(std::span<const tasks::Write> writes, std::span<const tasks::LogEntry> log);
  void acknowledged(const TaskId& task, int run);
  // A worker was told that it did this.
  void settled(const Claim& claim, Status status) const;
  void renewed(const Claim& claim) const;
  void removed(const ObjectKey& key) const;
  void sent(const Message& message);

  // While a request for a run is under way.
  class Asking {
   public:
    explicit Asking(Referee& referee) : referee_(referee) { referee_.asking_.push_back(++referee_.moment_); }
    ~Asking() { referee_.asking_.pop_back(); }
    Asking(const Asking&) = delete;
    Asking& operator=(const Asking&) = delete;

   private:
    Referee& referee_;
  };

  // ---- asked by the world ----
  [[nodiscard]] bool all_ended() const;
  // The end of the world: nothing is lost, nothing is left over. `floor`: objects of tokens up to it are of a store
  // that was put back.
  void end(TaskStore& tasks, FencingToken floor) const;

  History& history() { return history_; }
  [[nodiscard]] FencingToken newest_token() const { return newest_token_; }

 private:
  void follow_slots(std::span<const tasks::Write> writes);
  void check_slots() const;
  void check_tally() const;
  void follow_run(const RunName& name, const Run& run, std::span<const AuditEvent> events,
                  const std::map<int, SlotHistory>& slots_before);
  void check_events(const RunName& name, const RunHistory& before, const Run& run,
                    std::span<const AuditEvent> events) const;
  void begin_attempt(const RunName& name, RunHistory& known, const Run& run);
  void check_first_claim(const RunName& name, const RunHistory& known) const;
  void check_success(const RunName& name, const RunHistory& before, const Run& run, FencingToken held) const;
  void check_silence(const RunName& name, const SlotHistory& slot) const;
  [[nodiscard]] bool whole(const ObjectKey& key, const std::string& content) const;

  void end_runs(TaskStore& tasks) const;
  void end_audit(TaskStore& tasks) const;
  void end_objects(FencingToken floor) const;
  void end_mail() const;
  void end_requesters() const;

  const VirtualTime& time_;
  FileStore& files_;
  const QueueRules rules_;
  const Milliseconds lease_;
  History history_;
  Moment moment_ = 0;
  std::vector<Moment> asking_;
  FencingToken newest_token_;  // of all there ever were, also before the store was put back
};

// What an attempt of this token stores.
[[nodiscard]] std::string scripted_content(const RunName& name, FencingToken token);

}  // namespace exportd::testing
