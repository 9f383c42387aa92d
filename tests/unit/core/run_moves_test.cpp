// Every move on a run in every status: what it makes of it, and that one that does not fit changes nothing.
#include "core/run_moves.hpp"

#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <string>
#include <vector>

namespace exportd {
namespace {

using std::chrono::milliseconds;

constexpr WallTime early{milliseconds(1'000)};
constexpr WallTime now{milliseconds(5'000)};
constexpr int attempts_max = 4;
const RunError reason{"search_error", "the search did not answer"};

Settlement success() {
  return {Status::succeeded,
          Receipt{.object = ObjectKey("a"),
                  .metadata_object = ObjectKey("b"),
                  .records = 7,
                  .rows = 8,
                  .columns = 9,
                  .bytes = 10,
                  .sealed_bytes = 11,
                  .sha256 = "c",
                  .data_version = "v1"},
          std::nullopt};
}
Settlement failure() {
  return {Status::failed, std::nullopt, reason};
}
Settlement cancellation() {
  return {Status::cancelled, std::nullopt, std::nullopt};
}

Run processing(int attempts = 1) {
  Run run = new_run(1, 3, early);
  EXPECT_TRUE(claim_run(run, {1}, 0, early));
  for (int number = 2; number <= attempts; ++number) {
    EXPECT_TRUE(next_attempt(run, {static_cast<std::uint64_t>(number)}, reason, attempts_max, early));
  }
  return run;
}

Run cancel_requested() {
  Run run = processing();
  EXPECT_TRUE(cancel_run(run, early));
  return run;
}

Run ended(const Settlement& settlement) {
  Run run = processing();
  EXPECT_TRUE(settle_run(run, settlement, {}, early));
  return run;
}

Run expired() {
  Run run = ended(success());
  EXPECT_TRUE(expire_run(run, early));
  return run;
}

Run deleted() {
  Run run = expired();
  EXPECT_TRUE(delete_run_file(run, early));
  return run;
}

struct Start {
  const char* name;
  Run run;
};

const std::array<Start, 11>& starts() {
  static const std::array<Start, 11> all{{{"pending", new_run(1, 3, early)},
                                          {"processing", processing()},
                                          {"processing, second attempt", processing(2)},
                                          {"processing, last attempt", processing(attempts_max)},
                                          {"processing, to be cancelled", cancel_requested()},
                                          {"succeeded", ended(success())},
                                          {"failed", ended(failure())},
                                          {"cancelled", ended(cancellation())},
                                          {"expired", expired()},
                                          {"deleted", deleted()},
                                          {"given back", [] {
                                             Run run = processing();
                                             EXPECT_TRUE(give_back_run(run));
                                             return run;
                                           }()}}};
  return all;
}

class RunMoves : public ::testing::Test {
 protected:
  using Run = exportd::Run;  // not that of ::testing::Test
};

struct Move {
  const char* name;
  std::function<bool(Run&)> make;
  // The status after it, by start, in their order: p(ending), P(rocessing), s(ucceeded), f(ailed), c(ancelled).
  // -: it does not fit.
  std::string after;
};

const std::vector<Move>& moves() {
  static const std::vector<Move> all{
      {"claim", [](Run& run) { return claim_run(run, {9}, 0, now); }, "P---------P"},
      {"next attempt", [](Run& run) { return next_attempt(run, {9}, reason, attempts_max, now); }, "-PP-P------"},
      {"succeed", [](Run& run) { return settle_run(run, success(), {}, now); }, "-ssss------"},
      {"fail", [](Run& run) { return settle_run(run, failure(), {}, now); }, "-ffff------"},
      {"settle as cancelled", [](Run& run) { return settle_run(run, cancellation(), {}, now); }, "-cccc------"},
      {"settle as pending", [](Run& run) { return settle_run(run, {Status::pending, {}, {}}, {}, now); },
       "-----------"},
      {"settle as processing", [](Run& run) { return settle_run(run, {Status::processing, {}, {}}, {}, now); },
       "-----------"},
      {"succeed without a receipt", [](Run& run) { return settle_run(run, {Status::succeeded, {}, {}}, {}, now); },
       "-----------"},
      {"fail with a receipt",
       [](Run& run) { return settle_run(run, {Status::failed, success().receipt, reason}, {}, now); }, "-----------"},
      {"give back", [](Run& run) { return give_back_run(run); }, "-pppp------"},
      {"take over", [](Run& run) { return take_over_run(run, attempts_max, now); }, "-ppfc------"},
      {"cancel", [](Run& run) { return cancel_run(run, now); }, "cPPP------c"},
      {"expire", [](Run& run) { return expire_run(run, now); }, "-----s-----"},
      {"delete the file", [](Run& run) { return delete_run_file(run, now); }, "--------s--"},
  };
  return all;
}

char letter(Status status) {
  switch (status) {
    case Status::pending: return 'p';
    case Status::processing: return 'P';
    case Status::succeeded: return 's';
    case Status::failed: return 'f';
    case Status::cancelled: return 'c';
  }
  return '?';
}

TEST_F(RunMoves, make_of_each_status_what_the_table_says_or_change_nothing) {
  for (const Move& move : moves()) {
    ASSERT_EQ(move.after.size(), starts().size());
    for (std::size_t at = 0; at < starts().size(); ++at) {
      const Start& start = starts().at(at);
      Run run = start.run;
      const bool done = move.make(run);
      const std::string what = std::string(start.name) + ": " + move.name;
      EXPECT_EQ(done ? letter(run.status.now()) : '-', move.after[at]) << what;
      if (!done) {
        EXPECT_EQ(run, start.run) << what;
        continue;
      }
      EXPECT_GT(run.version, start.run.version) << what;
      EXPECT_EQ(run.number, start.run.number) << what;
      EXPECT_EQ(run.place, start.run.place) << what << ": the place in the queue is kept";
      EXPECT_EQ(run.created_at, start.run.created_at) << what;
      const bool ends = run.status.terminal() && !start.run.status.terminal();
      if (ends) {
        EXPECT_EQ(run.finished_at, now) << what;
        EXPECT_FALSE(run.cancel_requested) << what;
        EXPECT_TRUE(run.attempts.empty() || run.attempts.back().ended_at.has_value()) << what;
      } else {
        EXPECT_EQ(run.finished_at, start.run.finished_at) << what;
      }
      EXPECT_EQ(run.receipt.has_value(), run.status == Status::succeeded) << what;
    }
  }
}

TEST_F(RunMoves, number_the_attempts_and_give_each_its_token) {
  const Run run = processing(attempts_max);
  ASSERT_EQ(run.attempts.size(), 4U);
  for (std::size_t at = 0; at < run.attempts.size(); ++at) {
    const Attempt& attempt = run.attempts[at];
    EXPECT_EQ(attempt.number, static_cast<int>(at) + 1);
    EXPECT_EQ(attempt.token.value, at + 1);
    const bool is_last = at + 1 == run.attempts.size();
    EXPECT_EQ(attempt.error.has_value(), !is_last);
    EXPECT_EQ(attempt.ended_at.has_value(), !is_last);
  }
}

TEST_F(RunMoves, begin_each_attempt_with_clean_counters) {
  Run run = processing();
  run.progress.records = 7;
  Run again = run;
  EXPECT_TRUE(next_attempt(again, {2}, reason, attempts_max, now));
  EXPECT_EQ(again.progress, Progress{});
  again = run;
  EXPECT_TRUE(give_back_run(again));
  EXPECT_EQ(again.progress, Progress{});
  again = run;
  EXPECT_TRUE(take_over_run(again, attempts_max, now));
  EXPECT_EQ(again.progress, Progress{});
}

TEST_F(RunMoves, keep_the_slot_as_long_as_the_run_is_in_it_and_no_longer) {
  for (const Move& move : moves()) {
    for (const Start& start : starts()) {
      Run run = start.run;
      static_cast<void>(move.make(run));
      EXPECT_EQ(run.slot.has_value(), run.status == Status::processing) << start.name << ", " << move.name;
    }
  }
}

TEST_F(RunMoves, leave_no_trace_of_an_attempt_that_was_given_back) {
  Run run = new_run(1, 3, early);
  const Run before = run;
  EXPECT_TRUE(claim_run(run, {1}, 0, early));
  EXPECT_TRUE(give_back_run(run));
  EXPECT_GT(run.version, before.version);
  run.version = before.version;
  EXPECT_EQ(run, before);
}

TEST_F(RunMoves, count_an_attempt_whose_worker_died) {
  Run run = processing();
  EXPECT_TRUE(take_over_run(run, attempts_max, now));
  EXPECT_EQ(run.takeovers, 1);
  ASSERT_EQ(run.attempts.size(), 1U);
  EXPECT_EQ(run.attempts[0].error.value().code, worker_lost_code);
  EXPECT_EQ(run.attempts[0].ended_at, now);
  EXPECT_FALSE(run.started_at.has_value());
}

TEST_F(RunMoves, fail_a_run_at_the_fourth_death) {
  Run run = new_run(1, 3, early);
  for (std::uint64_t death = 1; death <= 4; ++death) {
    EXPECT_EQ(run.status, Status::pending);
    EXPECT_TRUE(claim_run(run, {death}, 0, now));
    EXPECT_TRUE(take_over_run(run, attempts_max, now));
  }
  EXPECT_EQ(run.status, Status::failed);
  EXPECT_EQ(run.takeovers, 4);
  EXPECT_EQ(run.attempts.size(), 4U);
  EXPECT_EQ(run.error.value().code, worker_lost_code);
}

TEST_F(RunMoves, say_in_a_success_what_the_receipt_says) {
  Run run = processing();
  EXPECT_TRUE(settle_run(run, success(), milliseconds(500), now));
  EXPECT_EQ(run.receipt, success().receipt);
  EXPECT_EQ(run.data_version, "v1");
  EXPECT_EQ(run.progress.stage, Stage::done);
  EXPECT_EQ(run.progress.records, 7U);
  EXPECT_EQ(run.progress.total_records, 7U);
  EXPECT_EQ(run.progress.bytes, 10U);
  EXPECT_EQ(run.progress.per_mille, 1'000U);
  EXPECT_EQ(run.expires_at, now + milliseconds(500));
  EXPECT_FALSE(ended(success()).expires_at.has_value()) << "kept for ever";
  Run failed = processing();
  EXPECT_TRUE(settle_run(failed, failure(), milliseconds(500), now));
  EXPECT_FALSE(failed.expires_at.has_value());
  EXPECT_EQ(failed.error, reason);
  EXPECT_EQ(failed.attempts.back().error, reason);
}

TEST_F(RunMoves, ask_a_worker_to_cancel_once) {
  Run run = processing();
  EXPECT_TRUE(cancel_run(run, now));
  EXPECT_TRUE(run.cancel_requested);
  EXPECT_EQ(run.status, Status::processing);
  EXPECT_FALSE(cancel_run(run, now));
}

}  // namespace
}  // namespace exportd
