// DynamoClient: operations of DynamoDB's low-level API, JSON over HTTP:
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html
// Safe from several threads.
#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "net/aws_client.hpp"
#include "tasks/dynamo_units.hpp"

namespace exportd::tasks {

struct DynamoAnswer {
  boost::json::object body;
  std::string error;  // the vendor's name: "ConditionalCheckFailedException"; empty: it was done
  // An earlier try of the same request may have been done without our being told.
  bool may_repeat_itself = false;
};

// How long one operation may take with all its tries. A worker's lease is ten seconds at least.
inline constexpr std::chrono::milliseconds dynamo_try_max{3'000};
inline constexpr std::chrono::milliseconds dynamo_time_max{7'000};

class DynamoClient {
 public:
  // `units`: where the capacity units that data operations consume are counted; null: they are not asked for.
  explicit DynamoClient(std::shared_ptr<net::AwsClient> aws, std::shared_ptr<DynamoUnits> units = nullptr)
      : aws_(std::move(aws)), units_(std::move(units)) {}

  // `operation`: "PutItem". An error that `expected` names is an answer; any other is a Failure as dynamo_fault.hpp
  // has them, and so is an answer that did not come.
  DynamoAnswer ask(std::string_view operation, boost::json::object body,
                   std::initializer_list<std::string_view> expected = {});

 private:
  const std::shared_ptr<net::AwsClient> aws_;
  const std::shared_ptr<DynamoUnits> units_;
};

}  // namespace exportd::tasks
