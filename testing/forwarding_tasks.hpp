// ForwardingTasks: a TaskStore that passes every call on to another one; what stands before a store in a test overrides
// the calls it is about.
#pragma once

#include "core/ports.hpp"

namespace exportd::testing {

class ForwardingTasks : public TaskStore {
 public:
  explicit ForwardingTasks(TaskStore& below) : below_(below) {}

  Result<Admitted, Refusal> create_or_join(const NewRequest& request) override {
    return below_.create_or_join(request);
  }
  Result<TaskRecord, Refusal> request_cancel(const TaskId& task, ActorKind actor) override {
    return below_.request_cancel(task, actor);
  }
  Result<Left, Refusal> leave(const TaskId& task, const TokenHash& token) override { return below_.leave(task, token); }
  Result<TaskRecord, Refusal> retry(const TaskId& task, ActorKind actor) override { return below_.retry(task, actor); }

  std::optional<TaskRecord> get(const TaskId& task, std::optional<int> run) override { return below_.get(task, run); }
  TaskPage list(const TaskFilter& filter) override { return below_.list(filter); }
  TaskCounts counts() override { return below_.counts(); }
  std::vector<PendingEntry> pending() override { return below_.pending(); }
  std::vector<SlotView> slots() override { return below_.slots(); }
  TokenRange tokens() override { return below_.tokens(); }
  void record_download(const DownloadNews& news) override { below_.record_download(news); }
  std::vector<AuditEvent> audit(const TaskId& task) override { return below_.audit(task); }
  std::vector<AuditEvent> audit_since(WallTime since, std::string& cursor, std::size_t n) override {
    return below_.audit_since(since, cursor, n);
  }

  std::optional<Claim> claim_next(std::string_view worker) override { return below_.claim_next(worker); }
  Result<Claim, Refusal> next_attempt(const Claim& claim, const RunError& reason) override {
    return below_.next_attempt(claim, reason);
  }
  Result<Renewal, Refusal> renew(const Claim& claim, const Progress& progress, std::string_view context) override {
    return below_.renew(claim, progress, context);
  }
  Result<TaskRecord, Refusal> settle(const Claim& claim, const Settlement& settlement) override {
    return below_.settle(claim, settlement);
  }
  Result<TaskRecord, Refusal> give_back(const Claim& claim) override { return below_.give_back(claim); }

  DutyView duty() override { return below_.duty(); }
  bool take_duty(const DutyView& seen, std::string_view instance) override { return below_.take_duty(seen, instance); }
  Result<TaskRecord, Refusal> take_over(const SlotView& dead) override { return below_.take_over(dead); }
  std::vector<OutboxEntry> outbox(std::size_t n) override { return below_.outbox(n); }
  std::vector<Addressee> unsent(const OutboxEntry& entry, std::size_t n) override { return below_.unsent(entry, n); }
  void record_mail(const OutboxEntry& entry, const KeyedAddress& key, MailOutcome outcome) override {
    below_.record_mail(entry, key, outcome);
  }
  bool close_outbox(const OutboxEntry& entry) override { return below_.close_outbox(entry); }
  Result<int, Refusal> reserve(DailyCount what, const KeyedAddress& key, std::int64_t day, int per_day) override {
    return below_.reserve(what, key, day, per_day);
  }
  std::size_t erase_counts(std::int64_t before_day) override { return below_.erase_counts(before_day); }
  void suppress(const KeyedAddress& key) override { below_.suppress(key); }
  bool suppressed(const KeyedAddress& key) override { return below_.suppressed(key); }
  bool unsuppress(const KeyedAddress& key) override { return below_.unsuppress(key); }
  std::vector<TaskRecord> expire(WallTime now, std::size_t n) override { return below_.expire(now, n); }
  std::vector<TaskRecord> deletable(WallTime expired_before, std::size_t n) override {
    return below_.deletable(expired_before, n);
  }
  Result<TaskRecord, Refusal> confirm_deleted(const TaskId& task, int run) override {
    return below_.confirm_deleted(task, run);
  }
  std::size_t erase_addresses(WallTime ended_before) override { return below_.erase_addresses(ended_before); }

 private:
  TaskStore& below_;
};

}  // namespace exportd::testing
