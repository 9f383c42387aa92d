// The task store over a table that fails at random, before or after it has done what it was told. Every call is
// repeated until it is answered, as a client does.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "core/failure.hpp"
#include "tasks/stored_tasks.hpp"
#include "testing/memory_table.hpp"
#include "tests/contract/task_store_contract.hpp"

namespace exportd::tasks {
namespace {

using contract::task_id;

template <class Call>
auto until_answered(const Call& call) {
  for (int tries = 0;; ++tries) {
    try {
      return call();
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.code(), "store_error");
      if (tries > 1'000) throw;
    }
  }
}

class Client {
 public:
  explicit Client(std::uint64_t seed) : random_(seed) { table_.set_faults({seed, 0.05, 0.2}); }

  void step() {
    const TaskId task = task_id(std::string(1, static_cast<char>('b' + below(3))));
    const std::string worker = "w" + std::to_string(below(4));
    switch (below(9)) {
      case 0:
      case 1: ask(task); break;
      case 2: static_cast<void>(until_answered([&] { return store_.request_cancel(task, ActorKind::admin); })); break;
      case 3: leave(); break;
      case 4: static_cast<void>(until_answered([&] { return store_.retry(task, ActorKind::admin); })); break;
      case 5: take_over(); break;
      default: work(worker);
    }
  }

  // Ends what is under way, undisturbed, and checks what is left.
  void finish() {
    table_.set_faults({});
    take_over();
    while (const auto claimed = store_.claim_next("last")) {
      EXPECT_TRUE(store_.settle(*claimed, contract::success(*claimed)).ok());
      take_over();
    }
    const TaskCounts counts = store_.counts();
    EXPECT_EQ(counts.pending + counts.processing, 0U);
    std::map<std::pair<TaskId, int>, Run> replayed;
    std::map<FencingToken, int> tokens;
    TaskFilter all;
    all.limit = 10'000;
    const TaskPage runs = store_.list(all);
    EXPECT_EQ(counts.failed + counts.succeeded + counts.cancelled, runs.records.size()) << "each has ended once";
    for (const TaskRecord& record : runs.records) {
      for (const Attempt& attempt : record.run.attempts) EXPECT_EQ(++tokens[attempt.token], 1);
      if (!replayed.contains({record.task.id, record.run.number})) replay(record.task.id, replayed);
      EXPECT_EQ(record.run, replayed.at({record.task.id, record.run.number}));
    }
  }

 private:
  std::uint64_t below(std::uint64_t n) { return random_() % n; }

  void ask(const TaskId& task) {
    const TokenHash token{"token " + std::to_string(++tokens_)};
    const NewRequest request{.task = {task, "petdb", "", ""},
                             .email = testing::addressee(below(2) == 0 ? token.hex + "@example.org" : ""),
                             .idempotency_key = {},
                             .token = [token](int) { return token; },
                             .data_version = "v1",
                             .refresh = below(2) == 0};
    EXPECT_TRUE(until_answered([&] { return store_.create_or_join(request); }).ok());
    asked_.emplace_back(task, token);
  }
  void leave() {
    if (asked_.empty()) return;
    const auto [task, token] = asked_.at(below(asked_.size()));
    const auto left = until_answered([&] { return store_.leave(task, token); });
    EXPECT_TRUE(left.ok() || left.error() == Refusal::already_ended);
  }
  void take_over() {
    for (const SlotView& slot : until_answered([&] { return store_.slots(); })) {
      if (slot.run) static_cast<void>(until_answered([&] { return store_.take_over(slot); }));
    }
  }
  void work(const std::string& worker) {
    const auto claimed = until_answered([&] { return store_.claim_next(worker); });
    if (!claimed) return;
    switch (below(5)) {
      case 0: static_cast<void>(until_answered([&] { return store_.give_back(*claimed); })); break;
      case 1:
        static_cast<void>(until_answered([&] { return store_.next_attempt(*claimed, contract::store_away); }));
        break;
      case 2: static_cast<void>(until_answered([&] { return store_.renew(*claimed, {}, ""); })); break;
      case 3: static_cast<void>(until_answered([&] { return store_.settle(*claimed, contract::failure()); })); break;
      default: {
        const auto ended = until_answered([&] { return store_.settle(*claimed, contract::success(*claimed)); });
        EXPECT_TRUE(ended.ok() || ended.error() == Refusal::cancel_requested) << "nobody else holds that claim";
      }
    }
  }
  void replay(const TaskId& task, std::map<std::pair<TaskId, int>, Run>& replayed) {
    std::uint64_t sequence = 0;
    for (const AuditEvent& event : store_.audit(task)) {
      EXPECT_EQ(event.sequence, ++sequence);
      replayed[{task, event.run.number}] = event.run;
    }
  }

  std::mt19937_64 random_;
  testing::MemoryTable table_;
  contract::HandClock clock_;
  StoredTasks store_{table_, clock_, {}, "client"};
  int tokens_ = 0;
  std::vector<std::pair<TaskId, TokenHash>> asked_;
};

TEST(LostReplies, neither_lose_nor_double_anything) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Client client(seed);
    for (int step = 0; step < 60; ++step) client.step();
    client.finish();
    if (::testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace exportd::tasks
