// What every TaskStore must do. A test instantiates TaskStoreContract and TaskStoreReplies with its adapters and
// compiles task_store_contract*.cpp, which hold the suites. After every test the audit log of every task must be
// gapless and its replay must be the state.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "core/failure.hpp"
#include "core/ports.hpp"
#include "testing/addressees.hpp"

namespace exportd::contract {

// A clock that moves when it is told to.
class HandClock final : public Clock {
 public:
  [[nodiscard]] WallTime wall() const override { return WallTime(std::chrono::milliseconds(wall_)); }
  [[nodiscard]] MonotonicTime monotonic() const override { return MonotonicTime(std::chrono::milliseconds(wall_)); }
  bool sleep_until(MonotonicTime, const std::stop_token&) override { return true; }
  void advance(std::chrono::milliseconds by) { wall_ += by.count(); }

 private:
  std::atomic<std::int64_t> wall_ = 1'700'000'000'000;
};

// A fresh, empty place and any number of stores on it, as several processes would have them. It outlives them.
class TaskStorePlace {
 public:
  virtual ~TaskStorePlace() = default;
  virtual std::unique_ptr<TaskStore> store(const Clock&, const QueueRules&, const std::string& instance) = 0;
  // One whose next change is done, but its reply is lost (Failure retry), if `lose` was true; it is false then.
  virtual std::unique_ptr<TaskStore> forgetful(const Clock&, const QueueRules&, std::atomic<bool>& lose) = 0;
};

struct TaskStoreAdapter {
  std::string name;
  std::function<std::unique_ptr<TaskStorePlace>()> make;
};

// What a request of a test may want beside the task.
struct Wish {
  std::string email = {};
  std::string key = {};    // idempotency key
  std::string token = {};  // empty: a new one
  std::string data_version = "v1";
  bool refresh = false;
  int per_day = 0;  // creations of the address; 0: no limit
};

class TaskStoreContract : public ::testing::TestWithParam<TaskStoreAdapter> {
 protected:
  using Run = exportd::Run;  // not that of ::testing::Test

  void TearDown() override;

  // The rules of the next stores; the first store has them as they are here.
  void use_rules(const QueueRules& rules);
  std::unique_ptr<TaskStore> another(const std::string& instance) { return place_->store(clock_, rules_, instance); }

  NewRequest request(const std::string& name, const Wish& wish = {});
  Admitted add(const std::string& name, const Wish& wish = {});         // that must be admitted
  Claim claim(const std::string& worker = "w1");                        // that there must be
  TaskRecord settle(const Claim& claim, const Settlement& settlement);  // that must hold
  // Claims the first of the queue and settles it so.
  TaskRecord finish(const Settlement& settlement, const std::string& worker = "w1");
  TaskRecord finish_well(const std::string& data_version = "v1");
  Run run(const std::string& name, std::optional<int> number = std::nullopt);  // that there must be
  SlotView slot_of(const Claim& claim);
  std::vector<std::string> unsent(const std::string& name, int number);  // sorted
  std::vector<AuditKind> kinds(const std::string& name);
  // The audit log of that task has no gap, its statuses follow each other, and its replay is what get() says.
  void check_history(const TaskId& task);

  std::unique_ptr<TaskStorePlace> place_ = GetParam().make();
  HandClock clock_;
  QueueRules rules_;
  std::unique_ptr<TaskStore> store_ = place_->store(clock_, rules_, "first");
  std::atomic<int> tokens_ = 0;
  std::mutex mutex_;
  std::set<TaskId> tasks_;  // that requests were made of; guarded by mutex_
};

// As the suite above, with changes whose reply is lost.
class TaskStoreReplies : public TaskStoreContract {
 protected:
  void SetUp() override;

  // Does it once without hearing of it, then again, and returns what is said the second time.
  template <class Change>
  auto twice(const Change& change) {
    lose_ = true;
    try {
      static_cast<void>(change(*forgetful_));
      ADD_FAILURE() << "it has changed nothing";
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.kind(), FailureKind::retry);
    }
    EXPECT_FALSE(lose_);
    lose_ = false;
    return change(*forgetful_);
  }
  [[nodiscard]] std::size_t logged(AuditKind kind);  // how often of the task "rocks"

  std::atomic<bool> lose_ = false;
  std::unique_ptr<TaskStore> forgetful_;
};

[[nodiscard]] TaskId task_id(const std::string& name);
[[nodiscard]] Progress fetched(std::uint64_t records);
[[nodiscard]] Settlement success(const Claim& claim, const std::string& data_version = "v1");
[[nodiscard]] Settlement failure();
[[nodiscard]] Settlement cancellation();
inline const RunError store_away{"search_error", "the search did not answer: it is tried again"};

// "" if it is a value, else the name of the refusal.
[[nodiscard]] std::string refusal_name(Refusal refusal);
template <class Value>
[[nodiscard]] std::string refused(const Result<Value, Refusal>& result) {
  return result.ok() ? "" : refusal_name(result.error());
}

}  // namespace exportd::contract
