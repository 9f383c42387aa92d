// Worker: takes runs from the queue, one at a time, and brings each to its end. Written as steps over Clock, TaskStore
// and Attempts, so that the simulation can run many of them in one thread (docs/task-service.md, section 4).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/ports.hpp"
#include "core/retry.hpp"
#include "work/attempt.hpp"
#include "work/claim_turn.hpp"
#include "work/observer.hpp"

namespace exportd::work {

struct WorkerRules {
  RetryPolicy retry;
  std::chrono::milliseconds lease{30'000};        // of others' clocks: then the run is taken over
  std::chrono::milliseconds lease_margin{5'000};  // this much earlier a worker that cannot renew stops by itself
  std::chrono::milliseconds beat_every{1'000};
  std::chrono::milliseconds poll_every{500};         // an empty queue, or a store that failed
  std::chrono::milliseconds turn_every{20};          // while another worker of the process claims
  std::chrono::milliseconds look_every{100};         // at an attempt under way
  std::chrono::milliseconds shut_down_after{6'000};  // an attempt may still end by itself for so long
};

class Worker {
 public:
  // `turn`: of all workers of the process. `name`: of this worker thread of this process start, never used again.
  // `jitter`: in [0, 1).
  Worker(TaskStore& tasks, const Clock& clock, Attempts& attempts, Observer& observer, ClaimTurn& turn,
         const WorkerRules& rules, std::string name, std::function<double()> jitter);

  // Does all that is due; returns when something will be due again. Never throws Failure.
  MonotonicTime step();
  // Claims nothing more; what is under way ends soon, or is given back.
  void shut_down();
  [[nodiscard]] bool idle() const { return !claim_; }

 private:
  // What the running attempt was stopped for.
  enum class Stopped { no, cancel, shut_down, lost };

  void claim(MonotonicTime now);
  void start_attempt();
  void beat(MonotonicTime now);
  void watch_attempt(MonotonicTime now);
  void stop_attempt(Stopped why);
  void conclude(MonotonicTime now);
  void conclude_failure(const Failure& failure, MonotonicTime now);
  void settle(Settlement settlement);
  void give_back();
  void drop(bool lost);
  void note_stage(Stage stage, MonotonicTime now);

  TaskStore& tasks_;
  const Clock& clock_;
  Attempts& attempts_;
  Observer& observer_;
  ClaimTurn& turn_;
  const WorkerRules rules_;
  const std::string first_name_;
  std::string name_;
  int losses_ = 0;  // of leases
  const std::function<double()> jitter_;

  std::optional<Claim> claim_;
  bool unsure_ = false;  // a claim was not answered: it may have one
  std::unique_ptr<Attempt> attempt_;
  std::optional<AttemptEnd> end_;  // of the attempt, not yet told to the store
  AttemptView last_;
  Stopped stopped_ = Stopped::no;
  MonotonicTime stage_since_{};
  MonotonicTime next_claim_{};
  MonotonicTime next_beat_{};
  MonotonicTime renewed_{};   // the last renewal that held, when it was begun
  MonotonicTime start_at_{};  // of the next attempt: behind the pause of a retry
  MonotonicTime next_conclude_{};
  std::optional<MonotonicTime> shut_down_at_;  // stop the attempt then
  bool shutting_down_ = false;
};

}  // namespace exportd::work
