// Instance: one process of the service in virtual time: workers, a housekeeper, mail, metrics, and the API's watch over
// the runs that its clients follow. Made of the real parts; what the API asks of the store for a client's events is
// what api/task_watch asks, in the same order.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <string>

#include "bench/scaling/cluster_order.hpp"
#include "bench/scaling/metered_tasks.hpp"
#include "bench/scaling/timed_attempts.hpp"
#include "tasks/stored_tasks.hpp"
#include "testing/memory_file_store.hpp"
#include "work/file_rounds.hpp"
#include "work/housekeeper.hpp"
#include "work/mail_round.hpp"
#include "work/worker.hpp"

namespace exportd::scaling {

class FiberClock final : public Clock {
 public:
  explicit FiberClock(Fibers& fibers) : fibers_(fibers) {}
  [[nodiscard]] WallTime wall() const override {
    return WallTime(std::chrono::milliseconds(1'800'000'000'000) +
                    std::chrono::duration_cast<std::chrono::milliseconds>(fibers_.now()));
  }
  [[nodiscard]] MonotonicTime monotonic() const override { return MonotonicTime(fibers_.now()); }
  bool sleep_until(MonotonicTime until, const std::stop_token&) override {
    fibers_.sleep_until(std::chrono::ceil<Microseconds>(until.time_since_epoch()));
    return true;
  }

 private:
  Fibers& fibers_;
};

// What all instances share.
struct Shared {
  const ClusterOrder& order;
  Fibers& fibers;
  VirtualDynamo& dynamo;
  FiberClock& clock;
  Meter& meter;
  testing::Dice& dice;
  work::Observer& observer;
  Search& search;
};

class Instance {
 public:
  // Starts within a fiber: it opens the store.
  Instance(const Shared& shared, const std::string& name);

  [[nodiscard]] TaskStore& tasks() { return metered_; }
  // A client wants to be told of that run until it has ended.
  void follow(const TaskId& task, int run) { followed_.insert({task.text(), run}); }

 private:
  void work(int number);
  void keep_house();
  void send_mail();
  void tell_followers();
  void publish_metrics();
  [[nodiscard]] std::vector<work::Chore> chores();

  const Shared shared_;
  const std::string name_;
  tasks::StoredTasks stored_;
  MeteredTasks metered_;
  MailTasks for_mail_;
  TimedAttempts attempts_;
  work::ClaimTurn turn_;
  class NoMailer final : public Mailer {
    void send(const Message&, const std::function<bool()>&) override {}
  } mailer_;
  testing::MemoryFileStore files_;
  work::MailRound mail_;
  work::FileRounds file_rounds_;
  bool mail_wanted_ = false;
  std::set<std::pair<std::string, int>> followed_;
};

}  // namespace exportd::scaling
