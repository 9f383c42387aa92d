#include "net/aws_error.hpp"

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "net/aws_client.hpp"

namespace exportd::net {
namespace {

constexpr std::array<std::string_view, 14> throttling{"BandwidthLimitExceeded",
                                                      "EC2ThrottledException",
                                                      "LimitExceededException",
                                                      "PriorRequestNotComplete",
                                                      "RequestLimitExceeded",
                                                      "RequestThrottledException",
                                                      "RequestThrottled",
                                                      "SlowDown",
                                                      "ThrottledException",
                                                      "ThrottlingException",
                                                      "Throttling",
                                                      "TooManyRequestsException",
                                                      "ProvisionedThroughputExceededException",
                                                      "TransactionInProgressException"};
constexpr std::array<std::string_view, 4> transient{"RequestTimeout", "RequestTimeoutException",
                                                    "IDPCommunicationError", "InternalError"};
constexpr std::array<std::string_view, 3> expired{"ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"};
constexpr std::array<std::string_view, 6> unsound{"RequestTimeTooSkewed",  "InvalidSignatureException",
                                                  "SignatureDoesNotMatch", "RequestExpired",
                                                  "RequestInTheFuture",    "AuthFailure"};

bool among(const auto& codes, std::string_view code) {
  return std::ranges::find(codes, code) != codes.end();
}

// "com.amazonaws.dynamodb.v20120810#ThrottlingException", "ThrottlingException:http://internal.amazon.com/coral/…/"
std::string bare(std::string_view code) {
  code = code.substr(0, code.find(':'));
  const std::size_t hash = code.rfind('#');
  return std::string(hash == std::string_view::npos ? code : code.substr(hash + 1));
}

// {"__type":"…#ThrottlingException","message":"…"}
std::string json_code(std::string_view body) {
  boost::system::error_code fault;
  const boost::json::value tree = boost::json::parse(boost::json::string_view(body.data(), body.size()), fault);
  const boost::json::object* const object = fault ? nullptr : tree.if_object();
  if (object == nullptr) return {};
  for (const char* name : {"__type", "code", "Code"}) {
    const boost::json::value* const value = object->if_contains(name);
    if (value != nullptr && value->is_string()) return bare({value->get_string().data(), value->get_string().size()});
  }
  return {};
}

// <?xml …?><Error><Code>NoSuchKey</Code>…, <ErrorResponse xmlns="…"><Error><Code>…, <Response><Errors><Error><Code>…
// The root tells an error from a result that lists errors.
std::string xml_code(std::string_view body) {
  if (body.starts_with("<?")) body.remove_prefix(std::min(body.find("?>") + 2, body.size()));
  body.remove_prefix(std::min(body.find('<'), body.size()));
  if (!body.starts_with("<Error") && !body.starts_with("<Response")) return {};
  const std::string_view open = "<Code>";
  const std::size_t begin = body.find(open);
  const std::size_t end = body.find("</Code>");
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) return {};
  return std::string(body.substr(begin + open.size(), end - begin - open.size()));
}

bool is_no_error(int status) {
  return status / 100 == 2 || status / 100 == 3;
}

}  // namespace

std::string aws_error_code(const HttpResponse& answer) {
  if (const std::string_view header = answer.header("x-amzn-errortype"); !header.empty()) return bare(header);
  const std::string_view body = answer.text();
  const std::size_t first = body.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  if (body[first] == '<') return xml_code(body.substr(first));  // S3 says 200 before it knows how a long work ends
  if (body[first] == '{' && !is_no_error(answer.status)) return json_code(body);
  return {};
}

AwsTrouble trouble_of(const HttpResponse& answer) {
  if (is_no_error(answer.status)) return AwsTrouble::none;
  const std::string code = aws_error_code(answer);
  if (answer.status == 429 || among(throttling, code)) return AwsTrouble::throttled;
  if (among(expired, code)) return AwsTrouble::expired;
  // An answer to HEAD has no body: 403 may be the clock. Whether it is, its Date says.
  if (among(unsound, code) || (answer.status == 403 && code.empty())) return AwsTrouble::clock_or_secret;
  const int status = answer.status;
  const bool failed = status == 500 || status == 502 || status == 503 || status == 504;
  return failed || among(transient, code) ? AwsTrouble::unavailable : AwsTrouble::none;
}

}  // namespace exportd::net
