// How services name their errors, and which of them may heal.
#include "net/aws_error.hpp"

#include <gtest/gtest.h>

#include "net/aws_client.hpp"

namespace exportd::net {
namespace {

HttpResponse answered(int status, std::string_view body, std::vector<std::string> headers = {}) {
  return {.status = status, .headers = std::move(headers), .body = {body.begin(), body.end()}};
}

TEST(AwsErrorCode, is_read_from_wherever_the_service_puts_it) {
  struct Case {
    const char* why;
    HttpResponse answer;
    const char* code;
  };
  const Case cases[] = {
      {"DynamoDB", answered(400, R"({"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException"})"),
       "ResourceNotFoundException"},
      {"without its space", answered(400, R"({"message":"m","__type":"ValidationException"})"), "ValidationException"},
      {"REST services", answered(403, "{}", {"X-Amzn-ErrorType: AccessDeniedException:http://internal/coral/"}),
       "AccessDeniedException"},
      {"S3", answered(404, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchKey</Code></Error>"),
       "NoSuchKey"},
      {"S3 after it has said 200", answered(200, "\n \n<Error><Code>InternalError</Code></Error>"), "InternalError"},
      {"STS", answered(400, "<ErrorResponse xmlns=\"u\"><Error><Type>Sender</Type><Code>ExpiredTokenException</Code>"),
       "ExpiredTokenException"},
      {"a result that lists errors", answered(200, "<DeleteResult><Error><Code>AccessDenied</Code></Error>"), ""},
      {"a result in JSON", answered(200, R"({"code":"no error"})"), ""},
      {"a proxy's page", answered(502, "<html><title>Bad Gateway</title></html>"), ""},
      {"no body", answered(503, ""), ""},
      {"cut off", answered(400, R"({"__type":"Val)"), ""},
      {"cut off", answered(400, "<Error><Code>No"), ""},
      {"turned around", answered(400, "<Error></Code><Code>"), ""},
      {"only its beginning", answered(400, "<?xml"), ""},
      {"another kind of value", answered(400, R"({"__type":7})"), ""},
      {"a list", answered(400, R"(["__type"])"), ""},
  };
  for (const Case& one : cases) EXPECT_EQ(aws_error_code(one.answer), one.code) << one.why;
}

TEST(AwsTrouble, is_what_trying_again_may_heal) {
  struct Case {
    int status;
    const char* code;
    AwsTrouble trouble;
  };
  const Case cases[] = {
      {200, "ThrottlingException", AwsTrouble::none},
      {404, "", AwsTrouble::none},
      {412, "PreconditionFailed", AwsTrouble::none},
      {400, "ConditionalCheckFailedException", AwsTrouble::none},
      {403, "AccessDenied", AwsTrouble::none},
      {501, "NotImplemented", AwsTrouble::none},
      {400, "ProvisionedThroughputExceededException", AwsTrouble::throttled},
      {400, "RequestLimitExceeded", AwsTrouble::throttled},
      {400, "TransactionInProgressException", AwsTrouble::throttled},
      {400, "LimitExceededException", AwsTrouble::throttled},
      {503, "SlowDown", AwsTrouble::throttled},
      {429, "", AwsTrouble::throttled},
      {500, "InternalServerError", AwsTrouble::unavailable},
      {503, "ServiceUnavailable", AwsTrouble::unavailable},
      {400, "RequestTimeout", AwsTrouble::unavailable},
      {400, "IDPCommunicationError", AwsTrouble::unavailable},
      {400, "ExpiredTokenException", AwsTrouble::expired},
      {400, "ExpiredToken", AwsTrouble::expired},
      {403, "RequestTimeTooSkewed", AwsTrouble::clock_or_secret},
      {400, "InvalidSignatureException", AwsTrouble::clock_or_secret},
      {403, "SignatureDoesNotMatch", AwsTrouble::clock_or_secret},
      {400, "RequestExpired", AwsTrouble::clock_or_secret},
      {403, "", AwsTrouble::clock_or_secret},
  };
  for (const Case& one : cases) {
    const std::string body = *one.code != '\0' ? R"({"__type":")" + std::string(one.code) + "\"}" : "";
    EXPECT_EQ(trouble_of(answered(one.status, body)), one.trouble) << one.status << " " << one.code;
  }
}

}  // namespace
}  // namespace exportd::net
