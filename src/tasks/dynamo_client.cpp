#include "tasks/dynamo_client.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "tasks/dynamo_fault.hpp"

namespace exportd::tasks {

namespace json = boost::json;

namespace {

// The clock may have been set between two tries, and busy moments last seconds: many tries, within the time.
constexpr int tries_max = 10;

json::object parsed(std::string_view operation, const net::HttpResponse& response) {
  json::error_code bad;
  json::value value = json::parse(response.text(), bad);
  if (!bad && value.is_object()) return std::move(value.get_object());
  if (response.status / 100 != 2) return {};  // a proxy's own page, say: the status says it all
  throw broken_dynamo_answer(std::string(operation) + ": not JSON: " + std::string(response.text().substr(0, 500)));
}

}  // namespace

// POST / HTTP/1.1
// Content-Type: application/x-amz-json-1.0
// X-Amz-Target: DynamoDB_20120810.GetItem
//
// {"TableName":"exportd-tasks","Key":{"p":{"S":"counter"},"s":{"S":"place"}},"ConsistentRead":true}
DynamoAnswer DynamoClient::ask(std::string_view operation, json::object body,
                               std::initializer_list<std::string_view> expected) {
  const bool counted = units_ && DynamoUnits::are_told_by(operation);
  if (counted) body["ReturnConsumedCapacity"] = "TOTAL";
  const net::AwsRequest request{.headers = {"Content-Type: application/x-amz-json-1.0",
                                            "X-Amz-Target: DynamoDB_20120810." + std::string(operation)},
                                .body = json::serialize(body)};
  const net::AwsPatience patience{.tries_max = tries_max,
                                  .whole = dynamo_try_max,
                                  .deadline = std::chrono::steady_clock::now() + dynamo_time_max,
                                  .stop = {}};
  DynamoAnswer answer;
  net::HttpResponse response;
  try {
    net::AwsAnswer given = aws_->ask(request, patience);
    response = std::move(given.response);
    answer.may_repeat_itself = given.may_repeat_itself;
  } catch (const Failure& failure) {
    throw dynamo_failure(operation, failure);
  }
  answer.body = parsed(operation, response);
  if (response.status / 100 == 2) {
    if (counted) units_->add(operation, answer.body);
    return answer;
  }
  answer.error = net::aws_error_code(response);
  if (std::ranges::find(expected, answer.error) != expected.end()) return answer;
  throw dynamo_failure(operation, response, answer.error);
}

}  // namespace exportd::tasks
