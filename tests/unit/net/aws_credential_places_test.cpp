// Each place of credentials, against real servers on loopback that answer as the platforms' do.
#include "net/aws_credential_places.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "core/failure.hpp"
#include "core/rfc3339.hpp"
#include "net/aws_default_credentials.hpp"
#include "tests/unit/net/given_environment.hpp"
#include "tests/unit/net/loopback_server.hpp"
#include "tests/unit/net/standing_clock.hpp"

namespace exportd::net {
namespace {

constexpr const char* keys_in_json =
    R"({"Code":"Success","AccessKeyId":"ASIA","SecretAccessKey":"se/cr+et=","Token":"tok",)"
    R"("Expiration":"2026-11-24T21:00:00Z"})";
constexpr const char* keys_in_xml =
    "<AssumeRoleWithWebIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
    "<AssumeRoleWithWebIdentityResult><SubjectFromWebIdentityToken>s</SubjectFromWebIdentityToken><Credentials>\n"
    "<SessionToken>tok</SessionToken>\n<SecretAccessKey>se/cr+et=</SecretAccessKey>\n"
    "<Expiration>2026-11-24T21:00:00Z</Expiration>\n<AccessKeyId>ASIA</AccessKeyId></Credentials>"
    "</AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>";

void expect_the_keys(const std::optional<AwsCredentials>& credentials) {
  ASSERT_TRUE(credentials);
  EXPECT_EQ(credentials->access_key_id, "ASIA");
  EXPECT_EQ(credentials->secret_access_key, "se/cr+et=");
  EXPECT_EQ(credentials->session_token, "tok");
  EXPECT_EQ(credentials->expires, parse_rfc3339("2026-11-24T21:00:00Z"));
}

FailureKind kind_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code(), "aws_credentials");
    EXPECT_EQ((failure.message() + failure.detail()).find("se/cr+et="), std::string::npos);
    return failure.kind();
  }
  ADD_FAILURE() << "nothing was thrown";
  return FailureKind::reject;
}

class AwsPlaceTest : public ::testing::Test {
 protected:
  GivenEnvironment given_;
};

TEST_F(AwsPlaceTest, environment_has_a_pair_and_perhaps_a_token) {
  EXPECT_FALSE(credentials_of_environment(given_.variables()));
  given_["AWS_ACCESS_KEY_ID"] = "AKID";
  EXPECT_EQ(kind_of([&] { (void)credentials_of_environment(given_.variables()); }), FailureKind::ours);
  given_["AWS_SECRET_ACCESS_KEY"] = "secret";
  const auto pair = credentials_of_environment(given_.variables());
  ASSERT_TRUE(pair);
  EXPECT_EQ(pair->access_key_id, "AKID");
  EXPECT_EQ(pair->secret_access_key, "secret");
  EXPECT_EQ(pair->session_token, "");
  EXPECT_FALSE(pair->expires);
  given_["AWS_SESSION_TOKEN"] = "token";
  EXPECT_EQ(credentials_of_environment(given_.variables())->session_token, "token");
}

TEST_F(AwsPlaceTest, profile_has_keys_or_nothing_to_do_with_them) {
  const auto of_profile = [&](const char* text) {
    given_["AWS_CONFIG_FILE"] = given_.file("config", text);
    return credentials_of_profile(given_.variables());
  };
  EXPECT_FALSE(credentials_of_profile(given_.variables()));
  EXPECT_FALSE(of_profile("[default]\nregion = r\n"));
  const auto pair = of_profile("[default]\naws_access_key_id = AKID\naws_secret_access_key = secret/+=\n");
  ASSERT_TRUE(pair);
  EXPECT_EQ(pair->secret_access_key, "secret/+=");
  EXPECT_EQ(kind_of([&] { (void)of_profile("[default]\naws_access_key_id = AKID\n"); }), FailureKind::ours);
  EXPECT_EQ(kind_of([&] { (void)of_profile("[default]\nrole_arn = a\nsource_profile = b\n"); }), FailureKind::ours)
      << "another identity than the one that is meant would be worse than none";
}

TEST_F(AwsPlaceTest, web_identity_trades_the_files_token_for_a_role) {
  EXPECT_FALSE(credentials_of_web_identity(given_.variables()));
  const LoopbackServer sts([](const Asked&, int times) {
    return times == 1 ? answer(400, "<ErrorResponse><Error><Code>IDPCommunicationError</Code></Error></ErrorResponse>")
                      : answer(200, keys_in_xml);
  });
  given_["AWS_WEB_IDENTITY_TOKEN_FILE"] = given_.file("token", "eyJ.a-b_c.d\n");
  given_["AWS_ENDPOINT_URL_STS"] = sts.url() + "/";
  EXPECT_EQ(kind_of([&] { (void)credentials_of_web_identity(given_.variables()); }), FailureKind::ours) << "no role";
  given_["AWS_ROLE_ARN"] = "arn:aws:iam::123456789012:role/exportd";
  expect_the_keys(credentials_of_web_identity(given_.variables()));
  ASSERT_EQ(sts.asked().size(), 2U) << "tried again";
  const Asked asked = sts.asked()[1];
  EXPECT_EQ(asked.method, "POST");
  EXPECT_EQ(asked.target, "/");
  EXPECT_EQ(asked.body,
            "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2F"
            "exportd&RoleSessionName=exportd&WebIdentityToken=eyJ.a-b_c.d");
  EXPECT_EQ(asked.header("authorization"), "") << "the token is all there is";
  given_["AWS_WEB_IDENTITY_TOKEN_FILE"] = given_.folder() + "/missing";
  EXPECT_EQ(kind_of([&] { (void)credentials_of_web_identity(given_.variables()); }), FailureKind::ours);
}

TEST_F(AwsPlaceTest, refusals_are_told_from_failures) {
  struct Case {
    const char* why;
    std::string said;
    FailureKind kind;
    std::size_t asked;
  };
  const Case cases[] = {
      {"no", answer(403, "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>"), FailureKind::ours,
       1},
      {"down", answer(503), FailureKind::retry, 3},
      {"down behind it",
       answer(400, "<ErrorResponse><Error><Code>IDPCommunicationError</Code></Error></ErrorResponse>"),
       FailureKind::retry, 3},
      {"cut off", "", FailureKind::retry, 3},
      {"no keys in it", answer(200, "<Credentials><SecretAccessKey>se/cr+et=</SecretAccessKey>"), FailureKind::retry,
       1},
  };
  given_["AWS_WEB_IDENTITY_TOKEN_FILE"] = given_.file("token", "eyJ");
  given_["AWS_ROLE_ARN"] = "arn";
  for (const Case& one : cases) {
    const LoopbackServer sts([&](const Asked&, int) { return one.said; });
    given_["AWS_ENDPOINT_URL_STS"] = sts.url();
    EXPECT_EQ(kind_of([&] { (void)credentials_of_web_identity(given_.variables()); }), one.kind) << one.why;
    EXPECT_EQ(sts.asked().size(), one.asked) << one.why;
  }
  given_["AWS_ENDPOINT_URL_STS"] = url_of_nobody();
  EXPECT_EQ(kind_of([&] { (void)credentials_of_web_identity(given_.variables()); }), FailureKind::retry);
}

TEST_F(AwsPlaceTest, container_is_asked_with_its_token) {
  EXPECT_FALSE(credentials_of_container(given_.variables()));
  const LoopbackServer agent([](const Asked&, int) { return answer(200, keys_in_json); });
  given_["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = agent.url() + "/full?a=b";
  given_["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "Basic abc";
  expect_the_keys(credentials_of_container(given_.variables()));
  EXPECT_EQ(agent.asked()[0].target, "/full?a=b");
  EXPECT_EQ(agent.asked()[0].header("authorization"), "Basic abc");
  given_["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = given_.file("token", "from-a-file\n");
  expect_the_keys(credentials_of_container(given_.variables()));
  EXPECT_EQ(agent.asked()[1].header("authorization"), "from-a-file");
}

TEST_F(AwsPlaceTest, container_has_an_agent_of_its_own) {
  const LoopbackServer agent([](const Asked&, int) { return answer(200, keys_in_json); });
  given_["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "/v2/credentials/1";
  given_["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = url_of_nobody();
  expect_the_keys(credentials_of_container(given_.variables(), agent.url()));
  EXPECT_EQ(agent.asked()[0].target, "/v2/credentials/1");
}

TEST_F(AwsPlaceTest, container_gives_its_token_to_nobody_else) {
  for (const char* url : {"http://example.com/", "http://127.0.0.1.example.com/", "http://127.0.0.1@example.com/",
                          "http://169.254.170.24/", "http://[fd00:ec2::24]/", "ftp://127.0.0.1/", "127.0.0.1/"}) {
    given_["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = url;
    EXPECT_EQ(kind_of([&] { (void)credentials_of_container(given_.variables()); }), FailureKind::ours) << url;
  }
  const LoopbackServer agent([](const Asked&, int) { return answer(200, keys_in_json); });
  given_["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = agent.url();
  given_["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "two\r\nlines: x";
  EXPECT_EQ(kind_of([&] { (void)credentials_of_container(given_.variables()); }), FailureKind::ours);
  EXPECT_TRUE(agent.asked().empty());
}

TEST_F(AwsPlaceTest, instance_opens_a_session_first) {
  const LoopbackServer metadata([](const Asked& asked, int) {
    const std::string roles = "/latest/meta-data/iam/security-credentials/";
    if (asked.method == "PUT" && asked.target == "/latest/api/token") return answer(200, "session");
    if (asked.header("x-aws-ec2-metadata-token") != "session") return answer(401);
    if (asked.target == roles) return answer(200, "the-role\nanother");
    return asked.target == roles + "the-role" ? answer(200, keys_in_json) : answer(404);
  });
  given_["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = metadata.url() + "/";
  expect_the_keys(credentials_of_instance(given_.variables()));
  ASSERT_EQ(metadata.asked().size(), 3U);
  EXPECT_EQ(metadata.asked()[0].header("x-aws-ec2-metadata-token-ttl-seconds"), "300");
  given_["AWS_EC2_METADATA_DISABLED"] = "True";
  EXPECT_FALSE(credentials_of_instance(given_.variables()));
  EXPECT_EQ(metadata.asked().size(), 3U);
}

TEST_F(AwsPlaceTest, instance_may_have_no_role_or_not_be_one) {
  struct Case {
    const char* why;
    std::string session;
    std::string role;
  };
  const Case cases[] = {{"version 1 alone", answer(404), answer(200, "the-role")},
                        {"forbidden", answer(403), answer(200, "the-role")},
                        {"no role", answer(200, "session"), answer(404)}};
  for (const Case& one : cases) {
    const LoopbackServer metadata(
        [&](const Asked& asked, int) { return asked.method == "PUT" ? one.session : one.role; });
    given_["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = metadata.url();
    EXPECT_FALSE(credentials_of_instance(given_.variables())) << one.why;
  }
  given_["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = url_of_nobody();
  EXPECT_FALSE(credentials_of_instance(given_.variables()));
}

// Takes away one after the other, from the front.
TEST_F(AwsPlaceTest, default_order_is_the_one_that_is_documented) {
  const LoopbackServer platform([](const Asked& asked, int) {
    std::string keys = keys_in_json;
    const char* id = asked.target == "/agent" ? "CONTAINER" : "INSTANCE";
    keys.replace(keys.find("ASIA"), 4, id);
    if (asked.method == "POST") return answer(200, keys_in_xml);
    return answer(200, asked.method == "PUT" || asked.target.ends_with('/') ? "name" : keys);
  });
  StandingClock clock(*parse_rfc3339("2026-11-24T20:00:00Z"));
  given_["AWS_ACCESS_KEY_ID"] = "ENVIRONMENT";
  given_["AWS_SECRET_ACCESS_KEY"] = "secret";
  given_["AWS_SHARED_CREDENTIALS_FILE"] =
      given_.file("credentials", "[default]\naws_access_key_id=PROFILE\naws_secret_access_key=secret\n");
  given_["AWS_WEB_IDENTITY_TOKEN_FILE"] = given_.file("token", "eyJ");
  given_["AWS_ROLE_ARN"] = "arn";
  given_["AWS_ENDPOINT_URL_STS"] = platform.url();
  given_["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = platform.url() + "/agent";
  given_["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = platform.url();
  const auto id = [&] { return default_aws_credentials(clock, given_.variables())->get().access_key_id; };
  const auto without = [&](std::initializer_list<const char*> names) {
    for (const char* name : names) given_.remove(name);
    return id();
  };
  EXPECT_EQ(id(), "ENVIRONMENT");
  EXPECT_EQ(without({"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}), "PROFILE");
  EXPECT_EQ(without({"AWS_SHARED_CREDENTIALS_FILE"}), "ASIA");
  EXPECT_EQ(without({"AWS_WEB_IDENTITY_TOKEN_FILE"}), "CONTAINER");
  EXPECT_EQ(without({"AWS_CONTAINER_CREDENTIALS_FULL_URI"}), "INSTANCE");
  given_["AWS_EC2_METADATA_DISABLED"] = "true";
  EXPECT_EQ(kind_of([&] { (void)id(); }), FailureKind::ours);
}

}  // namespace
}  // namespace exportd::net
