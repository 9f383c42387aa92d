// ThriftyTasks: the proposals of docs/scaling.md, tried out before anybody writes them into the queue: the real task
// store, asked less.
#pragma once

#include <map>
#include <set>
#include <string>

#include "bench/scaling/listed_slots.hpp"
#include "bench/scaling/metered_tasks.hpp"
#include "tasks/stored_records.hpp"
#include "tasks/task_step.hpp"
#include "testing/forwarding_tasks.hpp"

namespace exportd::scaling {

class ThriftyTasks final : public testing::ForwardingTasks {
 public:
  ThriftyTasks(TaskStore& tasks, ListedSlots& table, Clock& clock, Meter& meter, Microseconds poll)
      : ForwardingTasks(tasks), table_(table), clock_(clock), meter_(meter), poll_(poll) {}

  // One worker of the process looks for all of them, at the head of the queue and then at the slots in one listing;
  // only when there is something to take and a slot for it does it claim.
  std::optional<Claim> claim_next(std::string_view worker) override {
    while (looking_) clock_.sleep_until(clock_.monotonic() + std::chrono::milliseconds(2), {});  // as for a mutex
    const bool unsure = unsure_.contains(worker);
    if (!unsure && clock_.monotonic() < look_again_) return std::nullopt;
    const Looking looking(looking_);
    if (!unsure && nothing_to_claim()) return std::nullopt;
    unsure_.insert(std::string(worker));  // until it is answered: a claim may be its own
    const ListedSlots::Claiming claiming(table_);
    auto claim = ForwardingTasks::claim_next(worker);
    unsure_.erase(std::string(worker));
    if (claim) look_again_ = {};  // there may be more
    return claim;
  }
  Result<TaskRecord, Refusal> settle(const Claim& claim, const Settlement& settlement) override {
    auto settled = ForwardingTasks::settle(claim, settlement);
    look_again_ = {};  // a slot is free
    return settled;
  }

  // If the run knew its slot, two records would do.
  std::optional<TaskRecord> get(const TaskId& task, std::optional<int> run) override {
    return meter_.measure(Purpose::status, [&](Purpose&) -> std::optional<TaskRecord> {
      tasks::TaskStep step(table_);
      step.read({tasks::head_key(task)});
      const auto head = step.find<tasks::Head>(tasks::head_key(task));
      if (!head) return std::nullopt;
      const auto key = tasks::run_key(task, run.value_or(head->newest));
      tasks::TaskStep view(table_);
      const auto slot = known_slots_.find(key.partition + key.sort);
      if (slot == known_slots_.end()) {
        view.read({key});
      } else {
        view.read({key, tasks::slot_key(slot->second)});
      }
      auto found = view.find<Run>(key);
      if (!found) return std::nullopt;
      if (found->status != Status::processing) {
        if (slot != known_slots_.end()) known_slots_.erase(slot);
        return TaskRecord{head->task, *std::move(found)};
      }
      if (slot == known_slots_.end()) know_slots();  // with the proposal the run itself would say it
      return TaskRecord{head->task, *std::move(found)};
    });
  }

 private:
  struct Looking {
    explicit Looking(bool& now) : now_(now) { now_ = true; }
    ~Looking() { now_ = false; }
    Looking(const Looking&) = delete;
    Looking& operator=(const Looking&) = delete;
    bool& now_;
  };

  bool nothing_to_claim() {
    look_again_ = clock_.monotonic() + poll_;  // the others do not ask meanwhile
    return meter_.measure(Purpose::polling, [&](Purpose&) {
      if (table_.range({"queue", "", "", 1, tasks::Order::ascending}).empty()) return true;
      const auto slots = table_.range({"slot", "", "", 0, tasks::Order::ascending});
      std::size_t taken = 0;
      for (const tasks::Record& record : slots) taken += tasks::read_body<tasks::Slot>(record.body).run ? 1U : 0U;
      return taken >= static_cast<std::size_t>(slots_max());
    });
  }
  // As the store was made with.
  int slots_max() {
    if (slots_max_ == 0) {
      tasks::TaskStep step(table_);
      step.read({tasks::rules_key()});
      slots_max_ = static_cast<int>(step.number(tasks::rules_key()));
    }
    return slots_max_;
  }
  void know_slots() {
    for (const tasks::Record& record : table_.range({"slot", "", "", 0, tasks::Order::ascending})) {
      const auto slot = tasks::read_body<tasks::Slot>(record.body);
      if (!slot.run) continue;
      const auto key = tasks::run_key(slot.run->task, slot.run->run);
      known_slots_[key.partition + key.sort] = std::stoi(record.key.sort);
    }
  }

  ListedSlots& table_;
  Clock& clock_;
  Meter& meter_;
  const std::chrono::microseconds poll_;
  MonotonicTime look_again_{};
  bool looking_ = false;  // a worker of this process
  std::set<std::string, std::less<>> unsure_;
  std::map<std::string, int> known_slots_;
  int slots_max_ = 0;
};

}  // namespace exportd::scaling
