// Two calls of the task store, the one in the middle of the other: at each commit of the one, the other is done first.
#include <gtest/gtest.h>

#include <functional>

#include "tasks/stored_tasks.hpp"
#include "testing/memory_table.hpp"
#include "tests/contract/task_store_contract.hpp"

namespace exportd::tasks {
namespace {

using namespace std::chrono_literals;
using contract::failure;
using contract::refused;
using contract::success;
using contract::task_id;

NewRequest request(const std::string& token, const std::string& email = {}) {
  return {.task = {task_id("rocks"), "petdb", "variables=REE", ""},
          .email = testing::addressee(email),
          .idempotency_key = {},
          .token = [token](int) { return TokenHash{token}; },
          .data_version = "v1"};
}

class Interleaved : public ::testing::Test {
 protected:
  // Does `first`; before its commit number `at` (from 1), `second` is done, undisturbed.
  void interleave(int at, const std::function<void()>& first, const std::function<void()>& second) {
    int left = at;
    table_.on_commit([&](auto, auto) {
      if (--left != 0) return;
      table_.on_commit({});
      second();
    });
    first();
    table_.on_commit({});
  }
  void erase_all() {
    while (store_.erase_addresses(clock_.wall() - 720h) != 0) {
    }
  }
  exportd::Run newest() { return store_.get(task_id("rocks"), std::nullopt).value().run; }
  std::vector<std::string> unsent(int run) {
    std::vector<std::string> addresses;
    for (const Addressee& one : store_.unsent({task_id("rocks"), run, 0}, 10)) addresses.push_back(one.address);
    return addresses;
  }
  Claim claim() { return store_.claim_next("w1").value(); }

  testing::MemoryTable table_;
  contract::HandClock clock_;
  StoredTasks store_{table_, clock_, {.reuse = 10'000h}, "first"};
};

TEST_F(Interleaved, a_request_that_meets_a_success_is_given_the_file_and_told_of_it) {
  ASSERT_EQ(refused(store_.create_or_join(request("a"))), "");
  const Claim claimed = claim();
  interleave(
      1, [&] { EXPECT_EQ(store_.create_or_join(request("b", "b@example.org")).value().admission, Admission::reused); },
      [&] { EXPECT_EQ(refused(store_.settle(claimed, success(claimed))), ""); });
  EXPECT_EQ(store_.outbox(10).size(), 1U);
  EXPECT_EQ(unsent(1), std::vector<std::string>{"b@example.org"});
}

TEST_F(Interleaved, a_request_that_meets_a_failure_has_a_new_run) {
  ASSERT_EQ(refused(store_.create_or_join(request("a"))), "");
  const Claim claimed = claim();
  interleave(
      1, [&] { EXPECT_EQ(store_.create_or_join(request("b", "b@example.org")).value().record.run.number, 2); },
      [&] { EXPECT_EQ(refused(store_.settle(claimed, failure())), ""); });
  EXPECT_TRUE(store_.outbox(10).empty());
  EXPECT_EQ(newest().status, Status::pending);
  EXPECT_EQ(unsent(2), std::vector<std::string>{"b@example.org"});
}

TEST_F(Interleaved, the_end_of_a_run_that_meets_a_request_tells_the_newcomer) {
  ASSERT_EQ(refused(store_.create_or_join(request("a"))), "");
  const Claim claimed = claim();
  interleave(
      1, [&] { EXPECT_EQ(refused(store_.settle(claimed, failure())), ""); },
      [&] { EXPECT_EQ(store_.create_or_join(request("b", "b@example.org")).value().admission, Admission::joined); });
  EXPECT_EQ(newest().number, 1);
  EXPECT_EQ(newest().requesters, 2);
  EXPECT_EQ(store_.outbox(10).size(), 1U);
  EXPECT_EQ(unsent(1), std::vector<std::string>{"b@example.org"});
}

TEST_F(Interleaved, a_run_is_not_cancelled_by_the_last_to_leave_when_somebody_joins) {
  ASSERT_EQ(refused(store_.create_or_join(request("a"))), "");
  interleave(
      1, [&] { EXPECT_TRUE(store_.leave(task_id("rocks"), {"a"}).value().others_remain); },
      [&] { EXPECT_EQ(store_.create_or_join(request("b")).value().admission, Admission::joined); });
  EXPECT_EQ(newest().status, Status::pending);
  EXPECT_EQ(newest().requesters, 1);
}

TEST_F(Interleaved, a_run_cannot_succeed_once_it_was_asked_to_end) {
  ASSERT_EQ(refused(store_.create_or_join(request("a"))), "");
  const Claim claimed = claim();
  interleave(
      1, [&] { EXPECT_EQ(refused(store_.settle(claimed, success(claimed))), "cancel_requested"); },
      [&] { EXPECT_EQ(refused(store_.request_cancel(task_id("rocks"), ActorKind::admin)), ""); });
  EXPECT_EQ(newest().status, Status::processing);
}

TEST_F(Interleaved, a_run_that_has_just_ended_is_not_cancelled) {
  ASSERT_EQ(refused(store_.create_or_join(request("a"))), "");
  const Claim claimed = claim();
  interleave(
      1, [&] { EXPECT_EQ(refused(store_.request_cancel(task_id("rocks"), ActorKind::admin)), "already_ended"); },
      [&] { EXPECT_EQ(refused(store_.settle(claimed, success(claimed))), ""); });
  EXPECT_EQ(newest().status, Status::succeeded);
}

TEST_F(Interleaved, a_run_is_claimed_or_cancelled_and_the_flag_is_seen) {
  ASSERT_EQ(refused(store_.create_or_join(request("a"))), "");
  std::optional<Claim> claimed;
  interleave(
      1,
      [&] {
        EXPECT_EQ(store_.request_cancel(task_id("rocks"), ActorKind::admin).value().run.status, Status::processing);
      },
      [&] { claimed = store_.claim_next("w1"); });
  EXPECT_TRUE(store_.renew(claimed.value(), {}, "").value().cancel_requested);
}

TEST_F(Interleaved, a_worker_that_beats_again_keeps_its_run) {
  ASSERT_EQ(refused(store_.create_or_join(request("a"))), "");
  const Claim claimed = claim();
  const SlotView seen = store_.slots().at(0);
  interleave(
      1, [&] { EXPECT_EQ(refused(store_.take_over(seen)), "lost_race"); },
      [&] { EXPECT_EQ(refused(store_.renew(claimed, {}, "")), ""); });
  EXPECT_EQ(refused(store_.settle(claimed, success(claimed))), "");
}

TEST_F(Interleaved, the_address_of_who_comes_while_addresses_are_erased_is_erased_as_well) {
  for (int at = 1; at <= 3; ++at) {
    table_.restore({});
    ASSERT_EQ(refused(store_.create_or_join(request("a", "a@example.org"))), "");
    const Claim claimed = claim();
    ASSERT_EQ(refused(store_.settle(claimed, success(claimed))), "");
    clock_.advance(721h);
    interleave(
        at, [&] { erase_all(); },
        [&] { EXPECT_EQ(store_.create_or_join(request("b", "b@example.org")).value().admission, Admission::reused); });
    erase_all();
    EXPECT_EQ(unsent(1), std::vector<std::string>{}) << "before commit " << at;
  }
}

TEST_F(Interleaved, two_housekeepers_share_the_erasing) {
  ASSERT_EQ(refused(store_.create_or_join(request("a", "a@example.org"))), "");
  const Claim claimed = claim();
  ASSERT_EQ(refused(store_.settle(claimed, success(claimed))), "");
  clock_.advance(721h);
  interleave(1, [&] { erase_all(); }, [&] { erase_all(); });
  EXPECT_EQ(unsent(1), std::vector<std::string>{});
}

TEST_F(Interleaved, a_file_expires_once_for_two_housekeepers) {
  testing::MemoryTable table;
  StoredTasks store(table, clock_, {.keep = 1h}, "first");
  ASSERT_EQ(refused(store.create_or_join(request("a"))), "");
  const Claim claimed = store.claim_next("w1").value();
  ASSERT_EQ(refused(store.settle(claimed, success(claimed))), "");
  clock_.advance(2h);
  std::size_t other = 0;
  table.on_commit([&](auto, auto) {
    table.on_commit({});
    other = store.expire(clock_.wall(), 10).size();
  });
  EXPECT_EQ(store.expire(clock_.wall(), 10).size() + other, 1U);
}

}  // namespace
}  // namespace exportd::tasks
