// The tables that one test has in a real DynamoDB, EXPORTD_DYNAMODB=http://host:8000. They go with it.
#pragma once

#include <memory>

#include "net/aws_client.hpp"
#include "tasks/dynamo_client.hpp"
#include "tasks/dynamo_names.hpp"
#include "testing/real_clock.hpp"
#include "tests/contract/record_table_contract.hpp"

namespace exportd::contract {

class TablesOfATest final : public RecordTablePlace {
 public:
  // Made as `exportd init` makes them.
  TablesOfATest();
  ~TablesOfATest() override;
  TablesOfATest(const TablesOfATest&) = delete;
  TablesOfATest& operator=(const TablesOfATest&) = delete;

  // With connections of its own, as another process would have.
  std::unique_ptr<tasks::RecordTable> table() override { return table(nullptr); }
  std::unique_ptr<tasks::RecordTable> table(std::shared_ptr<tasks::DynamoUnits> units);

 private:
  std::shared_ptr<net::AwsClient> access();

  testing::RealClock clock_;
  const tasks::DynamoNames names_;
  tasks::DynamoClient client_;
};

}  // namespace exportd::contract
