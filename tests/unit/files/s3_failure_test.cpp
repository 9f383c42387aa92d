#include "files/s3_failure.hpp"

#include <gtest/gtest.h>

namespace exportd::files {
namespace {

net::HttpResponse answer(int status, const std::string& code) {
  const std::string body = code.empty() ? "" : "<Error><Code>" + code + "</Code><Message>m</Message></Error>";
  return {.status = status, .headers = {"x-amz-request-id: R1"}, .body = {body.begin(), body.end()}};
}

TEST(S3Failure, says_what_is_to_be_done_about_an_answer) {
  struct Case {
    const char* why;
    int status;
    const char* code;
    FailureKind kind;
    const char* failure;
  };
  constexpr Case cases[] = {
      {"no right to it", 403, "AccessDenied", FailureKind::ours, "not_allowed"},
      {"a wrong secret", 403, "SignatureDoesNotMatch", FailureKind::ours, "not_allowed"},
      {"an answer to HEAD has no code", 403, "", FailureKind::ours, "not_allowed"},
      {"no bucket", 404, "NoSuchBucket", FailureKind::ours, "store_error"},
      {"another region", 301, "PermanentRedirect", FailureKind::ours, "store_error"},
      {"another region in the signature", 400, "AuthorizationHeaderMalformed", FailureKind::ours, "store_error"},
      {"damaged on its way", 400, "BadDigest", FailureKind::retry, "store_unavailable"},
      {"damaged, as the signature tells", 400, "XAmzContentSHA256Mismatch", FailureKind::retry, "store_unavailable"},
      {"at the same moment as another", 409, "ConditionalRequestConflict", FailureKind::retry, "store_unavailable"},
      {"its own trouble", 503, "SlowDown", FailureKind::retry, "store_unavailable"},
      {"a server that is full", 507, "XMinioStorageFull", FailureKind::ours, "disk_full"},
      {"what it never heard of", 501, "NotImplemented", FailureKind::ours, "store_error"},
      {"our mistake", 400, "InvalidArgument", FailureKind::ours, "store_error"},
  };
  for (const Case& c : cases) {
    const Failure failure = s3_failure(Doing::writing, answer(c.status, c.code), "PUT http://host/bucket/key");
    EXPECT_EQ(failure.kind(), c.kind) << c.why;
    EXPECT_EQ(failure.code(), c.failure) << c.why;
    EXPECT_EQ(failure.message().find("host"), std::string::npos) << c.why;
    EXPECT_NE(failure.detail().find("PUT http://host/bucket/key: HTTP " + std::to_string(c.status)), std::string::npos);
    EXPECT_NE(failure.detail().find("R1"), std::string::npos) << "what AWS's support asks for";
  }
}

TEST(S3Failure, keeps_what_is_no_answer_apart) {
  const Failure silent(FailureKind::retry, "aws_unavailable", "file store: the service does not answer", "reset");
  EXPECT_EQ(s3_failure(Doing::reading, silent, "GET x").code(), "store_unavailable");
  EXPECT_EQ(s3_failure(Doing::reading, silent, "GET x").detail(), "GET x: reset");
  const Failure busy(FailureKind::retry, "aws_throttled", "file store: the service is asked for too much", "SlowDown");
  EXPECT_EQ(s3_failure(Doing::writing, busy, "PUT x").code(), "store_unavailable");
  EXPECT_EQ(s3_failure(Doing::writing, busy, "PUT x").message(),
            "the file cannot be stored: S3 is asked too often: try again later");
  const Failure stopped(FailureKind::cancel, "stopped", "file store: stopped on request: it did not end");
  EXPECT_EQ(s3_failure(Doing::writing, stopped, "PUT x").code(), "cancelled");
  EXPECT_EQ(s3_failure(Doing::writing, stopped, "PUT x").kind(), FailureKind::cancel);
  const Failure keyless(FailureKind::ours, "aws_credentials", "file store: there are none");
  EXPECT_EQ(s3_failure(Doing::reading, keyless, "GET x").code(), "aws_credentials");
}

}  // namespace
}  // namespace exportd::files
