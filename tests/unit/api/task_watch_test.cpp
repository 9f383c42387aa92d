// Following runs: what followers are told, what it costs, and what happens when the store is in trouble.
#include "api/task_watch.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

#include "tasks/stored_tasks.hpp"
#include "testing/forwarding_tasks.hpp"
#include "testing/memory_table.hpp"
#include "tests/unit/api/download_door.hpp"

namespace exportd::api {
namespace {

using namespace std::chrono_literals;

// Time passes in steps of the test: who sleeps for a second looks again when the test says so.
class TickClock final : public Clock {
 public:
  [[nodiscard]] WallTime wall() const override { return WallTime(1s * seconds_.load()); }
  [[nodiscard]] MonotonicTime monotonic() const override { return MonotonicTime(1s * seconds_.load()); }
  bool sleep_until(MonotonicTime until, const std::stop_token& stop) override {
    ++sleeping_;
    asleep_ = true;  // after it: tick() takes the number as soon as it sees this
    while (!stop.stop_requested() && monotonic() < until) std::this_thread::sleep_for(1ms);
    asleep_ = false;
    return !stop.stop_requested();
  }
  // Lets the watch look once more, and returns when it has: what was done before the call is seen by that look, so one
  // that is under way is waited for first.
  void tick() {
    settle();
    const int before = sleeping_;
    ++seconds_;
    while (sleeping_ == before) std::this_thread::sleep_for(1ms);
  }
  // Returns when no look is under way.
  void settle() const {
    while (!asleep_) std::this_thread::sleep_for(1ms);
  }

 private:
  std::atomic<int> seconds_ = 1'700'000;
  std::atomic<int> sleeping_ = 0;
  std::atomic<bool> asleep_ = false;
};

// Counts reads, and fails for one task or for all.
class TroubledTasks final : public testing::ForwardingTasks {
 public:
  using ForwardingTasks::ForwardingTasks;
  std::optional<TaskRecord> get(const TaskId& task, std::optional<int> run) override {
    ++reads;
    if (down) throw Failure(FailureKind::retry, "store_locked", "task store: it does not answer");
    if (is_damaged(task)) throw Failure(FailureKind::ours, "corrupt_store", "task store: a record is damaged");
    return ForwardingTasks::get(task, run);
  }
  void damage(const TaskId& task) {
    const std::lock_guard lock(mutex_);
    damaged_ = task.text();
  }
  std::atomic<int> reads = 0;
  std::atomic<bool> down = false;

 private:
  bool is_damaged(const TaskId& task) {
    const std::lock_guard lock(mutex_);
    return task.text() == damaged_;
  }

  std::mutex mutex_;  // the watch reads on a thread of its own
  std::string damaged_;
};

class Watching : public ::testing::Test {
 protected:
  void SetUp() override { clock.settle(); }  // the look with which a watch begins counts in no test
  TaskId make(const std::string& name) {
    const TaskId id = api_test::task_id(name);
    EXPECT_TRUE(tasks.create_or_join({.task = {id, "petdb", name, ""},
                                      .email = {},
                                      .idempotency_key = {},
                                      .token = [](int) { return TokenHash{"token"}; },
                                      .data_version = "1"}));
    return id;
  }
  std::unique_ptr<EventSource> follow(const TaskId& id, std::string_view last_seen = {}) {
    return watch.follow(id, std::nullopt, last_seen);
  }

  TickClock clock;
  testing::MemoryTable table;
  tasks::StoredTasks stored{table, clock, QueueRules{}, "test"};
  TroubledTasks tasks{stored};
  std::atomic<int> troubles = 0;
  TaskWatch watch{
      tasks, clock,
      [](const TaskRecord& record, std::uint64_t) { return std::string(status_name(record.run.status.now())); },
      [this](const Failure&) { ++troubles; }};
};

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_F(Watching, ThereIsNothingToFollowWhereThereIsNoRun) {
  EXPECT_EQ(follow(api_test::task_id("none")), nullptr);
}

TEST_F(Watching, AFollowerIsToldHowItIsOnceAndThenOfChanges) {
  const TaskId id = make("one");
  const auto source = follow(id);
  const std::string first = source->take();
  EXPECT_TRUE(holds(first, "id: 1.") && holds(first, "event: status") && holds(first, "data: Pending")) << first;
  clock.tick();
  clock.tick();
  EXPECT_EQ(source->take(), "") << "nothing has changed";
  EXPECT_FALSE(source->ended());
  ASSERT_TRUE(tasks.request_cancel(id, ActorKind::admin));
  clock.tick();
  EXPECT_FALSE(source->ended()) << "its end has still to be taken";
  EXPECT_TRUE(holds(source->take(), "data: Cancelled"));
  EXPECT_TRUE(source->ended());
  EXPECT_FALSE(source->told_already()) << "it did not know before";
}

TEST_F(Watching, WhoHasSeenTheEndIsToldSoAndWhoHasNotIsToldTheEnd) {
  const TaskId id = make("one");
  ASSERT_TRUE(tasks.request_cancel(id, ActorKind::admin));
  const std::string end = follow(id)->take();
  const std::string last_seen = end.substr(4, end.find('\n') - 4);
  EXPECT_TRUE(follow(id, last_seen)->told_already());
  const auto other = follow(id, "1.0");
  EXPECT_FALSE(other->told_already());
  EXPECT_TRUE(holds(other->take(), "Cancelled"));
}

TEST_F(Watching, HoweverManyFollowARunIsReadOnceASecond) {
  const TaskId id = make("one");
  std::vector<std::unique_ptr<EventSource>> sources;
  for (int n = 0; n < 100; ++n) sources.push_back(follow(id));
  EXPECT_EQ(tasks.reads, 1) << "who joins others reads nothing";
  for (int n = 0; n < 5; ++n) clock.tick();
  EXPECT_LE(tasks.reads, 7);
  EXPECT_GE(tasks.reads, 5);
  sources.clear();
  clock.tick();
  const int reads = tasks.reads;
  clock.tick();
  EXPECT_EQ(tasks.reads, reads) << "what nobody follows is not read";
}

TEST_F(Watching, AStoreThatDoesNotAnswerEndsNothing) {
  const TaskId id = make("one");
  const auto source = follow(id);
  static_cast<void>(source->take());
  tasks.down = true;
  clock.tick();
  clock.tick();
  EXPECT_GE(troubles, 1);
  EXPECT_FALSE(source->ended());
  tasks.down = false;
  ASSERT_TRUE(tasks.request_cancel(id, ActorKind::admin));
  clock.tick();
  EXPECT_TRUE(holds(source->take(), "Cancelled"));
}

TEST_F(Watching, ADamagedRecordEndsItsOwnStreamsAlone) {
  const TaskId bad = make("a");
  const TaskId good = make("b");
  const auto bad_source = follow(bad);
  const auto good_source = follow(good);
  static_cast<void>(bad_source->take());
  static_cast<void>(good_source->take());
  tasks.damage(bad);
  ASSERT_TRUE(stored.request_cancel(good, ActorKind::admin));
  clock.tick();
  EXPECT_TRUE(bad_source->ended());
  EXPECT_FALSE(bad_source->told_already()) << "its client comes back and is told what is wrong";
  EXPECT_TRUE(holds(good_source->take(), "Cancelled"));
}

TEST_F(Watching, AStoppingServiceEndsStreamsOfRunsThatGoOnElsewhere) {
  const TaskId id = make("one");
  const auto before = follow(id);
  std::atomic<int> woken = 0;
  before->on_news([&] { ++woken; });
  static_cast<void>(before->take());
  woken = 0;
  watch.end_all();
  EXPECT_EQ(woken, 1);
  EXPECT_TRUE(before->ended());
  const auto after = follow(id);
  EXPECT_TRUE(holds(after->take(), "Pending"));
  EXPECT_TRUE(after->ended());
  EXPECT_FALSE(after->told_already()) << "204 would keep its client from coming back";
}

TEST_F(Watching, FollowersMayComeAndGoWhileTheyAreTold) {
  const TaskId id = make("one");
  std::atomic<bool> ended = false;
  std::vector<std::jthread> threads;
  for (int n = 0; n < 4; ++n) {
    threads.emplace_back([&] {
      while (!ended) {
        const auto source = follow(id);
        std::atomic<int> woken = 0;
        source->on_news([&] { ++woken; });
        static_cast<void>(source->take());
      }
    });
  }
  for (int n = 0; n < 50; ++n) clock.tick();
  ASSERT_TRUE(stored.request_cancel(id, ActorKind::admin));
  clock.tick();
  ended = true;
}

TEST_F(Watching, PlacesInTheQueueComeFromOneListingASecond) {
  make("a");
  const TaskId second = make("b");
  const TaskRecord record = *stored.get(second, std::nullopt);
  EXPECT_EQ(watch.queue_position(record), 1U);
  ASSERT_TRUE(stored.request_cancel(api_test::task_id("a"), ActorKind::admin));
  EXPECT_EQ(watch.queue_position(record), 1U) << "as of at most a second ago";
  clock.tick();
  EXPECT_EQ(watch.queue_position(record), 0U);
}

}  // namespace
}  // namespace exportd::api
