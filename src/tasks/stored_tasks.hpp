// StoredTasks: the task store, written once over a RecordTable. Every call is one TaskStep, done anew when somebody
// else was faster. docs/task-store.md says what each step reads and writes.
#pragma once

#include <string>
#include <utility>

#include "core/failure.hpp"
#include "core/ports.hpp"
#include "tasks/record_table.hpp"
#include "tasks/task_step.hpp"

namespace exportd::tasks {

class StoredTasks final : public TaskStore {
 public:
  // `instance` names this process start in the audit log. Failure(reject, "bad_config") if the store was made with
  // another `parallel`.
  StoredTasks(RecordTable& table, const Clock& clock, const QueueRules& rules, std::string instance);

  Result<Admitted, Refusal> create_or_join(const NewRequest& request) override;
  Result<TaskRecord, Refusal> request_cancel(const TaskId& task, ActorKind actor) override;
  Result<Left, Refusal> leave(const TaskId& task, const TokenHash& token) override;
  Result<TaskRecord, Refusal> retry(const TaskId& task, ActorKind actor) override;

  std::optional<TaskRecord> get(const TaskId& task, std::optional<int> run) override;
  TaskPage list(const TaskFilter& filter) override;
  TaskCounts counts() override;
  std::vector<PendingEntry> pending() override;
  std::vector<SlotView> slots() override;
  TokenRange tokens() override;
  void record_download(const DownloadNews& news) override;
  std::vector<AuditEvent> audit(const TaskId& task) override;
  std::vector<AuditEvent> audit_since(WallTime since, std::string& cursor, std::size_t n) override;

  std::optional<Claim> claim_next(std::string_view worker) override;
  Result<Claim, Refusal> next_attempt(const Claim& claim, const RunError& reason) override;
  Result<Renewal, Refusal> renew(const Claim& claim, const Progress& progress, std::string_view context) override;
  Result<TaskRecord, Refusal> settle(const Claim& claim, const Settlement& settlement) override;
  Result<TaskRecord, Refusal> give_back(const Claim& claim) override;

  DutyView duty() override;
  bool take_duty(const DutyView& seen, std::string_view instance) override;
  Result<TaskRecord, Refusal> take_over(const SlotView& dead) override;
  std::vector<OutboxEntry> outbox(std::size_t n) override;
  std::vector<Addressee> unsent(const OutboxEntry& entry, std::size_t n) override;
  void record_mail(const OutboxEntry& entry, const KeyedAddress& key, MailOutcome outcome) override;
  bool close_outbox(const OutboxEntry& entry) override;
  Result<int, Refusal> reserve(DailyCount what, const KeyedAddress& key, std::int64_t day, int per_day) override;
  std::size_t erase_counts(std::int64_t before_day) override;
  void suppress(const KeyedAddress& key) override;
  bool suppressed(const KeyedAddress& key) override;
  bool unsuppress(const KeyedAddress& key) override;
  std::vector<TaskRecord> expire(WallTime now, std::size_t n) override;
  std::vector<TaskRecord> deletable(WallTime expired_before, std::size_t n) override;
  Result<TaskRecord, Refusal> confirm_deleted(const TaskId& task, int run) override;
  std::size_t erase_addresses(WallTime ended_before) override;

 private:
  // A task's head and one run, as a step has read them, with the events that the step adds.
  struct Subject {
    Head head;
    Run run;
    Status before{};
  };

  // Does the step until its commit holds. It returns nullopt when it lost a race; it may refuse without writing.
  template <class Step>
  auto atomically(const Step& step);

  [[nodiscard]] static std::optional<Subject> subject(TaskStep& step, const TaskId& task, std::optional<int> run);
  // Writes the run and the head with one more event.
  void put_with_event(TaskStep& step, Subject& subject, AuditKind kind, ActorKind actor, std::string reason = {});
  void add_event(TaskStep& step, Subject& subject, AuditKind kind, ActorKind actor, std::string reason);
  // What an ended run leaves behind in the same step: outbox, tally, when it expires, when addresses go.
  void put_ending(TaskStep& step, const Subject& subject) const;

  std::optional<Admitted> repeated(TaskStep& step, const NewRequest& request, const Head& head);
  // False: the address has had its creations of this day.
  [[nodiscard]] bool count_creation(TaskStep& step, const NewRequest& request) const;
  std::optional<Result<Admitted, Refusal>> create(TaskStep& step, const NewRequest& request);
  std::optional<Result<Admitted, Refusal>> join(TaskStep& step, const NewRequest& request, Subject newest,
                                                Admission how);
  [[nodiscard]] static bool wants_mail_anew(TaskStep& step, const NewRequest& request, int run);
  void put_requester(TaskStep& step, const NewRequest& request, Run& run);
  [[nodiscard]] bool reusable(const Run& run, const NewRequest& request) const;
  [[nodiscard]] bool queue_is_full(std::uint64_t last_place);
  void put_in_queue(TaskStep& step, Subject& subject);
  // Ends a Pending run or sets the flag of a Processing one, in the step.
  [[nodiscard]] bool cancel(TaskStep& step, Subject& subject, ActorKind actor, std::string reason);
  [[nodiscard]] static std::vector<SlotView> views_of(const std::vector<Record>& slots);
  // The slot that holds the run; nullopt: none does, or no longer.
  [[nodiscard]] static std::optional<Slot> slot_of(TaskStep& step, const TaskId& task, const Run& run);
  // The slot of a claim that still holds, with the run in it.
  [[nodiscard]] std::optional<std::pair<Slot, Subject>> held(TaskStep& step, const Claim& claim);
  void free_slot(TaskStep& step, int slot, Slot& freed, Run& run);
  // The run as anybody may see it: while it is Processing, with its slot's progress and beats.
  [[nodiscard]] TaskRecord as_seen(const Head& head, Run run);
  // The same of a run that the step writes: as it is after the step.
  [[nodiscard]] static TaskRecord as_seen(TaskStep& step, const Subject& subject);

  RecordTable& table_;
  const Clock& clock_;
  const QueueRules rules_;
  const std::string instance_;
};

// A step that loses this many races in a row is given up: Failure(retry, "store_busy").
inline constexpr int tries_max = 1'000;

template <class Step>
auto StoredTasks::atomically(const Step& step) {
  for (int tries = 1; tries <= tries_max; ++tries) {
    TaskStep attempt(table_);
    auto outcome = step(attempt);
    if (outcome) return *std::move(outcome);
    table_.pause(tries);
  }
  throw Failure(FailureKind::retry, "store_busy", "task store: too many others change the same task: try again");
}

}  // namespace exportd::tasks
