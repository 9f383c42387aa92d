// AwsClient against real servers on loopback that fail in every way it knows.
#include "net/aws_client.hpp"

#include <gtest/gtest.h>

#include <optional>

#include "core/failure.hpp"
#include "core/rfc3339.hpp"
#include "net/aws_fixed_credentials.hpp"
#include "net/aws_retry.hpp"
#include "tests/unit/net/loopback_server.hpp"
#include "tests/unit/net/standing_clock.hpp"

namespace exportd::net {
namespace {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

constexpr const char* throttled_body = R"({"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException"})";

class RenewedCredentials final : public AwsCredentialSource {
 public:
  AwsCredentials get() override { return {"AKID", "secret", "token" + std::to_string(refusals), std::nullopt}; }
  void refused(const AwsCredentials&) override { ++refusals; }
  int refusals = 0;
};

class AwsClientTest : public ::testing::Test {
 protected:
  AwsClient client(const std::string& url) {
    return {{.name = "task store", .endpoint = url, .scope = {"eu-west-1", "dynamodb"}}, credentials_, clock_};
  }
  static AwsPatience one_try() { return {.tries_max = 1}; }

  StandingClock clock_{*parse_rfc3339("2026-11-24T20:00:00Z")};
  std::shared_ptr<AwsCredentialSource> credentials_ =
      std::make_shared<FixedAwsCredentials>(AwsCredentials{"AKID", "secret", "", std::nullopt});
};

std::optional<Failure> failure_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Failure& failure) {
    return failure;
  }
  return std::nullopt;
}

TEST_F(AwsClientTest, signs_what_it_sends_and_hands_back_whatever_is_answered) {
  const LoopbackServer server([](const Asked&, int) { return answer(400, "no"); });
  AwsClient asking = client(server.url());
  const AwsAnswer got = asking.ask({.path = "/a%20b?c=d", .headers = {"X-Amz-Target: T"}, .body = "{}"}, {});
  EXPECT_EQ(got.response.status, 400);
  EXPECT_EQ(got.response.text(), "no");
  EXPECT_FALSE(got.may_repeat_itself);
  ASSERT_EQ(server.asked().size(), 1U);
  const Asked asked = server.asked()[0];
  EXPECT_EQ(asked.target, "/a%20b?c=d");
  EXPECT_EQ(asked.body, "{}");
  EXPECT_EQ(asked.header("x-amz-date"), "20261124T200000Z");
  EXPECT_TRUE(asked.header("authorization")
                  .starts_with("AWS4-HMAC-SHA256 Credential=AKID/20261124/eu-west-1/dynamodb/aws4_request, "))
      << asked.head;
}

TEST_F(AwsClientTest, tries_again_after_what_heals_and_tells_whether_it_may_have_been_done) {
  struct Case {
    const char* why;
    std::string first;
    bool may_repeat_itself;
  };
  const Case cases[] = {
      {"throttled: refused unread", answer(400, throttled_body), false},
      {"S3's word for it", answer(503, "<?xml version=\"1.0\"?>\n<Error><Code>SlowDown</Code></Error>"), false},
      {"a status alone", answer(429), false},
      {"failed inside", answer(500, R"({"__type":"InternalServerError"})"), true},
      {"a proxy's answer", answer(502, "<html></html>"), true},
      {"not there", answer(503), true},
      {"too slow inside", answer(504), true},
      {"cut off without an answer", "", true},
      {"cut off inside the answer", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", true},
  };
  for (const Case& one : cases) {
    const LoopbackServer server([&](const Asked&, int times) { return times == 1 ? one.first : answer(200, "done"); });
    const AwsAnswer got = client(server.url()).ask({.body = "{}"}, {});
    EXPECT_EQ(got.response.text(), "done") << one.why;
    EXPECT_EQ(got.may_repeat_itself, one.may_repeat_itself) << one.why;
    EXPECT_EQ(server.asked().size(), 2U) << one.why;
  }
}

TEST_F(AwsClientTest, gives_up_after_its_tries_and_says_why) {
  const LoopbackServer busy([](const Asked&, int) { return answer(400, throttled_body); });
  const LoopbackServer down([](const Asked&, int) { return answer(500, "broken"); });
  struct Case {
    std::string url;
    const char* code;
  };
  for (const Case& one : {Case{busy.url(), "aws_throttled"}, Case{down.url(), "aws_unavailable"},
                          Case{url_of_nobody(), "aws_unavailable"}}) {
    AwsClient asking = client(one.url);
    const auto failure = failure_of([&] { (void)asking.ask({}, {.tries_max = 2}); });
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->code(), one.code);
    EXPECT_EQ(failure->kind(), FailureKind::retry);
    EXPECT_TRUE(failure->message().starts_with("task store: ")) << failure->message();
    EXPECT_NE(failure->detail(), "");
  }
  EXPECT_EQ(busy.asked().size(), 2U);
  EXPECT_EQ(down.asked().size(), 2U);
}

TEST_F(AwsClientTest, sets_its_clock_by_the_service_and_keeps_it_so) {
  const LoopbackServer server([](const Asked& asked, int) {
    const bool right = asked.header("x-amz-date").starts_with("20261124T21");
    return right ? answer(200)
                 : answer(403, R"({"__type":"InvalidSignatureException"})", "Date: Tue, 24 Nov 2026 21:00:01 GMT\r\n");
  });
  AwsClient asking = client(server.url());
  EXPECT_EQ(asking.ask({}, one_try()).response.status, 200);
  EXPECT_EQ(asking.ask({}, one_try()).response.status, 200);
  EXPECT_EQ(server.asked().size(), 3U) << "the second request is right at once";
  EXPECT_EQ(server.asked()[2].header("x-amz-date"), "20261124T210001Z");
}

TEST_F(AwsClientTest, tells_a_wrong_clock_from_a_wrong_secret) {
  struct Case {
    const char* why;
    const char* method;
    const char* body;
    const char* date;
    std::size_t requests;
  };
  const Case cases[] = {
      {"a service that agrees", "POST", "<Error><Code>SignatureDoesNotMatch</Code></Error>", "20:03:59", 1},
      {"a service that is far ahead", "POST", "<Error><Code>SignatureDoesNotMatch</Code></Error>", "20:04:01", 2},
      {"far behind, and no body to say so", "HEAD", "", "19:55:59", 2},
      {"no permission", "POST", "<Error><Code>AccessDenied</Code></Error>", "23:00:00", 1},
  };
  for (const Case& one : cases) {
    const LoopbackServer server([&](const Asked&, int) {
      return answer(403, one.body, "Date: Tue, 24 Nov 2026 " + std::string(one.date) + " GMT\r\n");
    });
    const AwsAnswer got = client(server.url()).ask({.method = one.method}, {});
    EXPECT_EQ(got.response.status, 403) << one.why;
    EXPECT_EQ(server.asked().size(), one.requests) << one.why;
  }
}

TEST_F(AwsClientTest, renews_credentials_that_have_expired_once) {
  const auto renewed = std::make_shared<RenewedCredentials>();
  credentials_ = renewed;
  const LoopbackServer server([](const Asked& asked, int) {
    return asked.header("x-amz-security-token") == "token1"
               ? answer(200)
               : answer(400, "<Error><Code>ExpiredToken</Code><Token-0>token0</Token-0></Error>");
  });
  EXPECT_EQ(client(server.url()).ask({}, one_try()).response.status, 200);
  EXPECT_EQ(renewed->refusals, 1);

  renewed->refusals = 5;  // from now on no token is new enough
  const auto failure = failure_of([&] { (void)client(server.url()).ask({}, {}); });
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->code(), "aws_credentials");
  EXPECT_EQ(failure->kind(), FailureKind::ours);
  EXPECT_EQ(failure->detail().find("token"), std::string::npos) << failure->detail();
}

TEST_F(AwsClientTest, does_not_wait_beyond_the_deadline) {
  const LoopbackServer server([](const Asked&, int) { return answer(503, {}, "x-amz-retry-after: 4000000\r\n"); });
  const auto begin = SteadyClock::now();
  const auto failure =
      failure_of([&] { (void)client(server.url()).ask({}, {.deadline = begin + std::chrono::seconds(4)}); });
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->code(), "aws_unavailable");
  EXPECT_EQ(server.asked().size(), 1U);
  EXPECT_TRUE(failure_of([&] { (void)client(server.url()).ask({}, {.deadline = begin}); }));
  EXPECT_EQ(server.asked().size(), 1U) << "nothing is sent after the deadline";
}

TEST_F(AwsClientTest, a_service_that_throttles_until_the_deadline_is_busy_and_not_silent) {
  struct Case {
    const char* why;
    std::string first;
    std::string then;
    const char* code;
  };
  const std::string beyond_the_deadline = "x-amz-retry-after: 4000000\r\n";
  const std::string busy_for_long = answer(400, throttled_body, beyond_the_deadline);
  const std::string down_for_long = answer(503, {}, beyond_the_deadline);
  for (const Case& one : {Case{"at once", busy_for_long, {}, "aws_throttled"},
                          Case{"in the end", answer(503), busy_for_long, "aws_throttled"},
                          Case{"not in the end", answer(400, throttled_body), down_for_long, "aws_unavailable"}}) {
    const LoopbackServer server([&](const Asked&, int times) { return times == 1 ? one.first : one.then; });
    AwsPatience patience;
    patience.deadline = SteadyClock::now() + std::chrono::milliseconds(4'500);  // a pause asked for lasts 5 s at most
    const auto failure = failure_of([&] { (void)client(server.url()).ask({}, patience); });
    ASSERT_TRUE(failure) << one.why;
    EXPECT_EQ(failure->code(), one.code) << one.why;
    EXPECT_EQ(failure->kind(), FailureKind::retry) << one.why;
    EXPECT_NE(failure->detail().find("HTTP "), std::string::npos) << one.why << ": " << failure->detail();
  }
}

TEST_F(AwsClientTest, stops_in_the_middle_of_a_pause) {
  std::stop_source stop;
  const LoopbackServer server([&](const Asked&, int) {
    stop.request_stop();
    return answer(503, {}, "x-amz-retry-after: 4000000\r\n");
  });
  const auto failure = failure_of([&] { (void)client(server.url()).ask({}, {.stop = stop.get_token()}); });
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->kind(), FailureKind::cancel);
  EXPECT_EQ(failure->code(), "stopped");
  EXPECT_EQ(server.asked().size(), 1U);
}

TEST_F(AwsClientTest, asks_a_service_that_is_down_only_as_often_as_its_budget_allows) {
  const LoopbackServer server([](const Asked&, int) { return answer(500); });
  AwsClient asking = client(server.url());
  constexpr int requests = 50;
  for (int i = 0; i < requests; ++i) EXPECT_TRUE(failure_of([&] { (void)asking.ask({}, {.tries_max = 2}); }));
  EXPECT_EQ(server.asked().size(), requests + AwsRetryBudget::tokens_max / 14);
}

TEST(AwsRetryBudget, is_refilled_by_what_succeeds) {
  AwsRetryBudget budget;
  int retries = 0;
  while (budget.take(AwsTrouble::unavailable)) ++retries;
  EXPECT_EQ(retries, 35);
  EXPECT_TRUE(budget.take(AwsTrouble::throttled)) << "10 are left";
  EXPECT_TRUE(budget.take(AwsTrouble::throttled));
  EXPECT_FALSE(budget.take(AwsTrouble::throttled));
  for (int i = 0; i < 13; ++i) budget.give_back(0);
  EXPECT_FALSE(budget.take(AwsTrouble::unavailable));
  budget.give_back(0);
  EXPECT_TRUE(budget.take(AwsTrouble::unavailable));
  for (int i = 0; i < 100; ++i) budget.give_back(14);
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(budget.take(AwsTrouble::throttled)) << "never more than it began with";
  EXPECT_FALSE(budget.take(AwsTrouble::throttled));
}

TEST(AwsRetryPause, doubles_up_to_twenty_seconds) {
  EXPECT_EQ(retry_pause_max(AwsTrouble::unavailable, 1, "s3"), milliseconds(50));
  EXPECT_EQ(retry_pause_max(AwsTrouble::unavailable, 1, "dynamodb"), milliseconds(25));
  EXPECT_EQ(retry_pause_max(AwsTrouble::unavailable, 3, "s3"), milliseconds(200));
  EXPECT_EQ(retry_pause_max(AwsTrouble::throttled, 1, "dynamodb"), milliseconds(1'000));
  EXPECT_EQ(retry_pause_max(AwsTrouble::throttled, 2, "dynamodb"), milliseconds(2'000));
  EXPECT_EQ(retry_pause_max(AwsTrouble::throttled, 1'000, "s3"), milliseconds(20'000));
}

}  // namespace
}  // namespace exportd::net
