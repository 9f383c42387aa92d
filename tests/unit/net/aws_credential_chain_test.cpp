// Which place is asked, when again, and by whom.
#include "net/aws_credential_chain.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "core/rfc3339.hpp"

namespace exportd::net {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

// A clock of which both times are set by hand.
class HandClock final : public Clock {
 public:
  void forward(std::chrono::seconds by) { passed_ = passed_.load() + by; }
  [[nodiscard]] WallTime wall() const override { return *parse_rfc3339("2026-11-24T20:00:00Z") + passed_.load(); }
  [[nodiscard]] MonotonicTime monotonic() const override { return MonotonicTime() + passed_.load(); }
  bool sleep_until(MonotonicTime, const std::stop_token&) override { return true; }

 private:
  std::atomic<std::chrono::seconds> passed_{std::chrono::seconds(0)};
};

class AwsCredentialChainTest : public ::testing::Test {
 protected:
  // Gives AKID1, AKID2, …, each for `valid`.
  AwsCredentialPlace place() {
    return {"a place", [this]() -> std::optional<AwsCredentials> {
              ++asked_;
              if (broken_) throw Failure(FailureKind::retry, "aws_credentials", "not now");
              if (gone_) return std::nullopt;
              return AwsCredentials{"AKID" + std::to_string(asked_), "secret", "token", clock_.wall() + valid_};
            }};
  }

  HandClock clock_;
  std::atomic<int> asked_{0};
  std::atomic<bool> broken_{false};
  bool gone_ = false;
  std::chrono::seconds valid_ = hours(1);
};

TEST_F(AwsCredentialChainTest, takes_the_first_place_that_has_some_and_stays_with_it) {
  int before = 0;
  int behind = 0;
  AwsCredentialChain chain({{"before",
                             [&]() -> std::optional<AwsCredentials> {
                               ++before;
                               return std::nullopt;
                             }},
                            place(),
                            {"behind",
                             [&]() -> std::optional<AwsCredentials> {
                               ++behind;
                               return AwsCredentials{"other", "other", "", {}};
                             }}},
                           clock_);
  EXPECT_EQ(chain.get().access_key_id, "AKID1");
  EXPECT_EQ(chain.get().access_key_id, "AKID1");
  clock_.forward(hours(2));
  EXPECT_EQ(chain.get().access_key_id, "AKID2");
  EXPECT_EQ(before, 1);
  EXPECT_EQ(behind, 0);
  gone_ = true;
  clock_.forward(hours(2));
  EXPECT_THROW((void)chain.get(), Failure) << "another identity would be worse than none";
}

TEST_F(AwsCredentialChainTest, says_where_it_has_looked_in_vain) {
  gone_ = true;
  AwsCredentialChain chain({place(), place()}, clock_);
  try {
    (void)chain.get();
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.kind(), FailureKind::ours);
    EXPECT_EQ(failure.code(), "aws_credentials");
    EXPECT_EQ(failure.detail(), "looked in a place, a place");
  }
}

TEST_F(AwsCredentialChainTest, does_not_pass_over_a_place_that_fails) {
  AwsCredentialChain chain({place(), {"behind", [] { return AwsCredentials{"other", "other", "", {}}; }}}, clock_);
  broken_ = true;
  EXPECT_THROW((void)chain.get(), Failure);
  broken_ = false;
  EXPECT_EQ(chain.get().access_key_id, "AKID2");
}

TEST_F(AwsCredentialChainTest, refreshes_in_time) {
  AwsCredentialChain chain({place()}, clock_);
  EXPECT_EQ(chain.get().access_key_id, "AKID1");
  clock_.forward(minutes(49));
  EXPECT_EQ(chain.get().access_key_id, "AKID1");
  clock_.forward(minutes(2));
  EXPECT_EQ(chain.get().access_key_id, "AKID2");
}

TEST_F(AwsCredentialChainTest, lives_with_a_refresh_that_fails_until_they_expire) {
  AwsCredentialChain chain({place()}, clock_);
  EXPECT_EQ(chain.get().access_key_id, "AKID1");
  broken_ = true;
  clock_.forward(minutes(51));
  EXPECT_EQ(chain.get().access_key_id, "AKID1");
  EXPECT_EQ(chain.get().access_key_id, "AKID1");
  EXPECT_EQ(asked_, 2) << "not at every request";
  clock_.forward(minutes(1));
  EXPECT_EQ(chain.get().access_key_id, "AKID1");
  EXPECT_EQ(asked_, 3);
  clock_.forward(minutes(9));
  EXPECT_THROW((void)chain.get(), Failure);
  broken_ = false;
  EXPECT_EQ(chain.get().access_key_id, "AKID5");
}

TEST_F(AwsCredentialChainTest, does_not_besiege_a_place_that_has_no_newer_ones_yet) {
  valid_ = minutes(8);
  AwsCredentialChain chain({place()}, clock_);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(chain.get().access_key_id, "AKID1");
  clock_.forward(minutes(1));
  for (int i = 0; i < 10; ++i) EXPECT_EQ(chain.get().access_key_id, "AKID2");
}

TEST_F(AwsCredentialChainTest, asks_anew_when_a_service_refuses_them_but_not_for_older_ones) {
  AwsCredentialChain chain({place()}, clock_);
  const AwsCredentials first = chain.get();
  chain.refused(first);
  EXPECT_EQ(chain.get().access_key_id, "AKID2");
  chain.refused(first);
  EXPECT_EQ(chain.get().access_key_id, "AKID2");
}

TEST_F(AwsCredentialChainTest, refreshes_in_one_thread_while_the_others_go_on) {
  std::promise<void> begun;
  std::promise<void> go_on;
  AwsCredentialChain chain({{"slow",
                             [&]() -> std::optional<AwsCredentials> {
                               if (++asked_ == 2) {
                                 begun.set_value();
                                 go_on.get_future().wait();
                               }
                               return AwsCredentials{"AKID" + std::to_string(asked_), "s", "t",
                                                     clock_.wall() + hours(1)};
                             }}},
                           clock_);
  EXPECT_EQ(chain.get().access_key_id, "AKID1");
  clock_.forward(minutes(55));
  auto refreshing = std::async(std::launch::async, [&] { return chain.get().access_key_id; });
  begun.get_future().wait();
  for (int i = 0; i < 10; ++i) EXPECT_EQ(chain.get().access_key_id, "AKID1");
  go_on.set_value();
  EXPECT_EQ(refreshing.get(), "AKID2");
  EXPECT_EQ(asked_, 2);
}

TEST_F(AwsCredentialChainTest, lets_all_threads_share_the_first_answer) {
  AwsCredentialChain chain({place()}, clock_);
  std::vector<std::future<std::string>> threads;
  threads.reserve(8);
  for (int i = 0; i < 8; ++i) {
    threads.push_back(std::async(std::launch::async, [&] { return chain.get().access_key_id; }));
  }
  for (auto& thread : threads) EXPECT_EQ(thread.get(), "AKID1");
  EXPECT_EQ(asked_, 1);
}

}  // namespace
}  // namespace exportd::net
