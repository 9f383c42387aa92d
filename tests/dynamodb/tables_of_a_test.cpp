#include "tests/dynamodb/tables_of_a_test.hpp"

#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <string>

#include "net/aws_fixed_credentials.hpp"
#include "tasks/dynamo_schema.hpp"
#include "tasks/dynamo_table.hpp"
#include "tasks/random_name.hpp"

namespace exportd::contract {
namespace {

std::string endpoint() {
  const char* given = std::getenv("EXPORTD_DYNAMODB");
  if (given == nullptr) throw std::logic_error("EXPORTD_DYNAMODB names no server");
  return given;
}

}  // namespace

TablesOfATest::TablesOfATest() : names_{"test-" + tasks::random_name() + "-"}, client_(access()) {
  tasks::create_dynamo_tables({client_, clock_, {}, [](const std::string&) {}}, names_, "");
}

TablesOfATest::~TablesOfATest() {
  try {
    for (const std::string& name : {names_.tasks(), names_.audit()}) {
      client_.ask("UpdateTable", {{"TableName", name}, {"DeletionProtectionEnabled", false}});
      client_.ask("DeleteTable", {{"TableName", name}});
    }
  } catch (const std::exception& error) {
    std::cerr << "a table of a test stays: " << error.what() << "\n";
  }
}

std::unique_ptr<tasks::RecordTable> TablesOfATest::table(std::shared_ptr<tasks::DynamoUnits> units) {
  return std::make_unique<tasks::DynamoTable>(access(), names_, std::move(units));
}

std::shared_ptr<net::AwsClient> TablesOfATest::access() {
  return std::make_shared<net::AwsClient>(
      net::AwsService{.name = "task store", .endpoint = endpoint(), .scope = {"eu-west-1", "dynamodb"}},
      std::make_shared<net::FixedAwsCredentials>(net::AwsCredentials{"EXPORTDTEST", "secret", "", {}}), clock_);
}

}  // namespace exportd::contract
