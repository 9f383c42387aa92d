// The contract of TaskStore: many threads, each with its own store on the same place.
#include <algorithm>
#include <map>

#include "tests/contract/in_threads.hpp"
#include "tests/contract/task_store_contract.hpp"

namespace exportd::contract {
namespace {

using testing::key_of;

constexpr int threads = 6;

std::vector<std::unique_ptr<TaskStore>> stores_for_all(const std::function<std::unique_ptr<TaskStore>(int)>& make) {
  std::vector<std::unique_ptr<TaskStore>> stores;
  for (int i = 0; i < threads; ++i) stores.push_back(make(i));
  return stores;
}

std::string name_of(int thread, int round) {
  return std::string{static_cast<char>('b' + thread), static_cast<char>('b' + round)};
}

TEST_P(TaskStoreContract, claims_in_the_order_of_acknowledged_requests_when_many_ask_at_once) {
  constexpr int rounds = 10;
  const auto stores = stores_for_all([&](int i) { return another("instance " + std::to_string(i)); });
  struct Asked {
    int called = 0;
    int returned = 0;
  };
  std::atomic<int> moment = 0;
  std::map<TaskId, Asked> asked;
  std::mutex asked_mutex;
  in_threads(threads, [&](int i) {
    for (int round = 0; round < rounds; ++round) {
      const std::string name = name_of(i, round);
      const int called = ++moment;
      EXPECT_EQ(refused(stores[static_cast<std::size_t>(i)]->create_or_join(request(name))), "");
      const int returned = ++moment;
      const std::lock_guard lock(asked_mutex);
      asked[task_id(name)] = {called, returned};
    }
  });
  ASSERT_EQ(asked.size(), static_cast<std::size_t>(threads * rounds));
  std::vector<Asked> claimed;
  for (int i = 0; i < threads * rounds; ++i) claimed.push_back(asked.at(finish_well().task.id));
  EXPECT_FALSE(store_->claim_next("w1").has_value());
  int latest_called = 0;
  for (const Asked& one : claimed) {
    // Whoever was claimed before was called before this one's answer was there.
    EXPECT_LT(latest_called, one.returned);
    latest_called = std::max(latest_called, one.called);
  }
}

TEST_P(TaskStoreContract, makes_one_run_for_all_who_ask_for_the_same_at_once) {
  const auto stores = stores_for_all([&](int i) { return another("instance " + std::to_string(i)); });
  std::atomic<int> created = 0;
  in_threads(threads, [&](int i) {
    for (int round = 0; round < 10; ++round) {
      const auto admitted = stores[static_cast<std::size_t>(i)]->create_or_join(request("rocks"));
      ASSERT_EQ(refused(admitted), "");
      if (admitted->admission == Admission::created) ++created;
    }
  });
  EXPECT_EQ(created, 1);
  EXPECT_EQ(run("rocks").number, 1);
  EXPECT_EQ(run("rocks").requesters, threads * 10);
}

TEST_P(TaskStoreContract, never_gives_one_run_twice_nor_more_than_the_slots_when_many_claim_at_once) {
  constexpr int rounds = 8;
  for (int i = 0; i < threads; ++i) {
    for (int round = 0; round < rounds; ++round) static_cast<void>(add(name_of(i, round)));
  }
  const auto stores = stores_for_all([&](int i) { return another("instance " + std::to_string(i)); });
  std::atomic<int> processing = 0;
  std::atomic<int> ended = 0;
  std::mutex seen_mutex;
  std::set<FencingToken> tokens;
  in_threads(threads, [&](int i) {
    TaskStore& store = *stores[static_cast<std::size_t>(i)];
    while (ended < threads * rounds) {
      const std::optional<Claim> claimed = store.claim_next("w" + std::to_string(i));
      if (!claimed) {
        std::this_thread::yield();
        continue;
      }
      EXPECT_LE(++processing, rules_.parallel);
      {
        const std::lock_guard lock(seen_mutex);
        EXPECT_TRUE(tokens.insert(claimed->token).second);
      }
      EXPECT_EQ(refused(store.renew(*claimed, {}, "")), "");
      --processing;  // before it is told: between the two somebody else may claim
      EXPECT_EQ(refused(store.settle(*claimed, success(*claimed))), "");
      ++ended;
    }
  });
  EXPECT_EQ(tokens.size(), static_cast<std::size_t>(threads * rounds));
  EXPECT_EQ(store_->counts().succeeded, static_cast<std::uint64_t>(threads * rounds));
}

TEST_P(TaskStoreContract, tells_everybody_who_joins_while_a_run_ends) {
  constexpr int rounds = 12;
  const auto stores = stores_for_all([&](int i) { return another("instance " + std::to_string(i)); });
  std::vector<std::pair<int, std::string>> accepted;  // the run and the address
  std::mutex accepted_mutex;
  std::atomic<int> asking = threads - 1;
  in_threads(threads, [&](int i) {
    TaskStore& store = *stores[static_cast<std::size_t>(i)];
    if (i == 0) {
      bool all_asked = false;
      do {
        all_asked = asking == 0;
        while (const std::optional<Claim> claimed = store.claim_next("w")) {
          static_cast<void>(store.settle(*claimed, claimed->token.value % 2 == 0 ? success(*claimed) : failure()));
        }
      } while (!all_asked);
      return;
    }
    for (int round = 0; round < rounds; ++round) {
      const std::string address = name_of(i, round) + "@example.org";
      const auto admitted = store.create_or_join(request("rocks", {.email = address}));
      EXPECT_EQ(refused(admitted), "");
      const std::lock_guard lock(accepted_mutex);
      accepted.emplace_back(admitted->record.run.number, address);
    }
    --asking;
  });
  ASSERT_EQ(accepted.size(), static_cast<std::size_t>((threads - 1) * rounds));
  std::set<int> in_outbox;
  for (const OutboxEntry& entry : store_->outbox(10'000)) in_outbox.insert(entry.run);
  for (const auto& [number, address] : accepted) {
    EXPECT_TRUE(run("rocks", number).status.terminal());
    EXPECT_TRUE(in_outbox.contains(number)) << "run " << number;
    const std::vector<std::string> waiting = unsent("rocks", number);
    EXPECT_TRUE(std::binary_search(waiting.begin(), waiting.end(), address)) << address << " of run " << number;
  }
}

TEST_P(TaskStoreContract, settles_once_when_the_worker_and_its_successors_race) {
  for (int round = 0; round < 10; ++round) {
    const std::string name = name_of(0, round);
    static_cast<void>(add(name));
    const Claim claimed = claim("w" + std::to_string(round));
    const SlotView seen = slot_of(claimed);
    const auto stores = stores_for_all([&](int i) { return another("instance " + std::to_string(i)); });
    std::atomic<int> done = 0;
    in_threads(threads, [&](int i) {
      TaskStore& store = *stores[static_cast<std::size_t>(i)];
      if (i == 0) done += store.settle(claimed, success(claimed)).ok() ? 1 : 0;
      if (i == 1) done += store.give_back(claimed).ok() ? 1 : 0;
      if (i > 1) done += store.take_over(seen).ok() ? 1 : 0;
    });
    EXPECT_EQ(done, 1);
    if (!run(name).status.terminal()) static_cast<void>(finish_well());
  }
}

TEST_P(TaskStoreContract, shows_readers_versions_that_only_grow_while_workers_work) {
  static_cast<void>(add("rocks"));
  const auto stores = stores_for_all([&](int i) { return another("instance " + std::to_string(i)); });
  std::atomic<bool> ended = false;
  in_threads(threads, [&](int i) {
    TaskStore& store = *stores[static_cast<std::size_t>(i)];
    if (i == 0) {
      for (int round = 0; round < 30; ++round) {
        const Claim claimed = store.claim_next("w1").value();
        for (int beat = 0; beat < 3; ++beat) EXPECT_EQ(refused(store.renew(claimed, {}, "")), "");
        EXPECT_EQ(refused(store.give_back(claimed)), "");
      }
      ended = true;
    }
    std::uint64_t last = 0;
    while (!ended) {
      const std::uint64_t version = store.get(task_id("rocks"), std::nullopt).value().run.version;
      EXPECT_GE(version, last);
      last = version;
    }
  });
}

TEST_P(TaskStoreContract, holds_a_quota_however_many_ask_at_once) {
  const auto stores = stores_for_all([&](int i) { return another("instance " + std::to_string(i)); });
  std::atomic<int> reserved = 0;
  in_threads(threads, [&](int i) {
    for (int round = 0; round < 5; ++round) {
      if (stores[static_cast<std::size_t>(i)]->reserve(DailyCount::mails, key_of("a@example.org"), 19'000, 20).ok())
        ++reserved;
    }
  });
  EXPECT_EQ(reserved, 20);
}

}  // namespace
}  // namespace exportd::contract
