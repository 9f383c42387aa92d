// MeteredTasks: the task store of one instance; what each call costs and how long it takes is told by what it is for.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "bench/scaling/fibers.hpp"
#include "testing/forwarding_tasks.hpp"

namespace exportd::scaling {

enum class Purpose { creation, polling, claim, heartbeat, settling, watching, duty, mail, status, counts };
inline constexpr std::array<std::string_view, 10> purpose_names{
    "creation", "polling", "claim", "heartbeat", "settling", "slot watch", "duty", "mail", "status", "metrics"};

struct Spent {
  Units units;
  std::uint64_t times = 0;
  std::uint64_t failures = 0;
  std::vector<float> milliseconds;  // of each call
};

class Meter {
 public:
  explicit Meter(Fibers& fibers) : fibers_(fibers) {}
  Spent& of(Purpose purpose) { return spent_.at(static_cast<std::size_t>(purpose)); }
  void reset() { spent_ = {}; }

  // `call` is for that, unless it says afterwards that it was for something else.
  template <class Call>
  auto measure(Purpose purpose, const Call& call) {
    fibers_.units() = {};
    const Microseconds begun = fibers_.now();
    try {
      auto answer = call(purpose);
      add(purpose, begun);
      return answer;
    } catch (...) {
      ++of(purpose).failures;
      add(purpose, begun);
      throw;
    }
  }

 private:
  void add(Purpose purpose, Microseconds begun) {
    Spent& spent = of(purpose);
    spent.units += fibers_.units();
    ++spent.times;
    spent.milliseconds.push_back(std::chrono::duration<float, std::milli>(fibers_.now() - begun).count());
  }

  Fibers& fibers_;
  std::array<Spent, purpose_names.size()> spent_;
};

class MeteredTasks final : public testing::ForwardingTasks {
 public:
  MeteredTasks(TaskStore& tasks, Meter& meter) : ForwardingTasks(tasks), meter_(meter) {}

  Result<Admitted, Refusal> create_or_join(const NewRequest& request) override {
    return meter_.measure(Purpose::creation, [&](Purpose&) { return ForwardingTasks::create_or_join(request); });
  }
  std::optional<TaskRecord> get(const TaskId& task, std::optional<int> run) override {
    return meter_.measure(Purpose::status, [&](Purpose&) { return ForwardingTasks::get(task, run); });
  }
  std::vector<PendingEntry> pending() override {
    return meter_.measure(Purpose::status, [&](Purpose&) { return ForwardingTasks::pending(); });
  }
  TaskCounts counts() override {
    return meter_.measure(Purpose::counts, [&](Purpose&) { return ForwardingTasks::counts(); });
  }
  std::vector<SlotView> slots() override {
    return meter_.measure(Purpose::watching, [&](Purpose&) { return ForwardingTasks::slots(); });
  }
  std::optional<Claim> claim_next(std::string_view worker) override {
    return meter_.measure(Purpose::polling, [&](Purpose& purpose) {
      auto claim = ForwardingTasks::claim_next(worker);
      if (claim) purpose = Purpose::claim;
      return claim;
    });
  }
  Result<Renewal, Refusal> renew(const Claim& claim, const Progress& progress, std::string_view context) override {
    return meter_.measure(Purpose::heartbeat,
                          [&](Purpose&) { return ForwardingTasks::renew(claim, progress, context); });
  }
  Result<TaskRecord, Refusal> settle(const Claim& claim, const Settlement& settlement) override {
    return meter_.measure(Purpose::settling, [&](Purpose&) { return ForwardingTasks::settle(claim, settlement); });
  }
  DutyView duty() override {
    return meter_.measure(Purpose::duty, [&](Purpose&) { return ForwardingTasks::duty(); });
  }
  bool take_duty(const DutyView& seen, std::string_view instance) override {
    return meter_.measure(Purpose::duty, [&](Purpose&) { return ForwardingTasks::take_duty(seen, instance); });
  }
  Result<TaskRecord, Refusal> take_over(const SlotView& dead) override {
    return meter_.measure(Purpose::watching, [&](Purpose&) { return ForwardingTasks::take_over(dead); });
  }

 private:
  Meter& meter_;
};

// The same store for the mail round: whatever it asks is for mail.
class MailTasks final : public testing::ForwardingTasks {
 public:
  MailTasks(TaskStore& tasks, Meter& meter) : ForwardingTasks(tasks), meter_(meter) {}

  std::optional<TaskRecord> get(const TaskId& task, std::optional<int> run) override {
    return meter_.measure(Purpose::mail, [&](Purpose&) { return ForwardingTasks::get(task, run); });
  }
  std::vector<OutboxEntry> outbox(std::size_t n) override {
    return meter_.measure(Purpose::mail, [&](Purpose&) { return ForwardingTasks::outbox(n); });
  }
  std::vector<Addressee> unsent(const OutboxEntry& entry, std::size_t n) override {
    return meter_.measure(Purpose::mail, [&](Purpose&) { return ForwardingTasks::unsent(entry, n); });
  }
  void record_mail(const OutboxEntry& entry, const KeyedAddress& key, MailOutcome outcome) override {
    meter_.measure(Purpose::mail, [&](Purpose&) {
      ForwardingTasks::record_mail(entry, key, outcome);
      return true;
    });
  }
  bool close_outbox(const OutboxEntry& entry) override {
    return meter_.measure(Purpose::mail, [&](Purpose&) { return ForwardingTasks::close_outbox(entry); });
  }
  Result<int, Refusal> reserve(DailyCount what, const KeyedAddress& key, std::int64_t day, int per_day) override {
    return meter_.measure(Purpose::mail, [&](Purpose&) { return ForwardingTasks::reserve(what, key, day, per_day); });
  }
  bool suppressed(const KeyedAddress& key) override {
    return meter_.measure(Purpose::mail, [&](Purpose&) { return ForwardingTasks::suppressed(key); });
  }

 private:
  Meter& meter_;
};

}  // namespace exportd::scaling
