// The task store's tables in DynamoDB: how they are made, and what must be true of them.
#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/ports.hpp"
#include "tasks/dynamo_client.hpp"
#include "tasks/dynamo_names.hpp"

namespace exportd::tasks {

// Any second of so many days can be restored: the most that DynamoDB keeps.
inline constexpr int recovery_days = 35;

// What waits for DynamoDB, and tells of it.
struct DynamoWork {
  DynamoClient& client;
  Clock& clock;
  std::stop_token stop;
  std::function<void(const std::string& line)> told;  // one line for each thing done or found
};

// The tables by their names, each as CreateTable takes it.
[[nodiscard]] std::vector<boost::json::object> dynamo_tables(const DynamoNames& names, const std::string& kms_key);

// `Table` of DescribeTable; nullopt: there is none.
[[nodiscard]] std::optional<boost::json::object> described(DynamoClient& client, const std::string& table);

// What is wrong with a table's keys and indexes, in words; empty: nothing. `wanted`: of dynamo_tables().
[[nodiscard]] std::string schema_fault(const boost::json::object& wanted, const boost::json::object& table);

// Makes what is missing and turns on what is off: both tables, on-demand billing, deletion protection, point-in-time
// recovery over 35 days. Encryption: always; with the KMS key if one is named (tables that are there keep theirs).
// Again and by several at once: the same. Failure(ours, "wrong_table") for a table with other keys.
void create_dynamo_tables(const DynamoWork& work, const DynamoNames& names, const std::string& kms_key);

// For a table that is there.
void protect_dynamo_table(const DynamoWork& work, const std::string& table);

// Waits until the table and its indexes can be used. Failure(retry, "store_unavailable") after `longest`, cancel.
void wait_until_active(const DynamoWork& work, const std::string& table, std::chrono::seconds longest);

// "ENABLED" and days, "DISABLED", or nullopt where the server knows no such thing (DynamoDB Local).
struct Recovery {
  bool enabled = false;
  int days = 0;
  double earliest = 0, latest = 0;  // seconds since 1970; 0: unknown
};
[[nodiscard]] std::optional<Recovery> recovery_of(DynamoClient& client, const std::string& table);

}  // namespace exportd::tasks
