#include "tasks/dynamo_schema.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <string_view>
#include <utility>

#include "core/failure.hpp"

namespace exportd::tasks {

namespace json = boost::json;

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds creation_max{300};
constexpr std::string_view unknown_operation = "UnknownOperationException";

constexpr const char* tasks_table = R"({
"KeySchema": [{"AttributeName": "p", "KeyType": "HASH"}, {"AttributeName": "s", "KeyType": "RANGE"}],
"AttributeDefinitions": [{"AttributeName": "p", "AttributeType": "S"}, {"AttributeName": "s", "AttributeType": "S"}],
"BillingMode": "PAY_PER_REQUEST",
"DeletionProtectionEnabled": true
})";

constexpr const char* audit_table = R"({
"KeySchema": [{"AttributeName": "p", "KeyType": "HASH"}, {"AttributeName": "s", "KeyType": "RANGE"}],
"AttributeDefinitions": [{"AttributeName": "p", "AttributeType": "S"}, {"AttributeName": "s", "AttributeType": "S"},
                         {"AttributeName": "l", "AttributeType": "S"}, {"AttributeName": "k", "AttributeType": "S"}],
"GlobalSecondaryIndexes": [{
  "IndexName": "by_time",
  "KeySchema": [{"AttributeName": "l", "KeyType": "HASH"}, {"AttributeName": "k", "KeyType": "RANGE"}],
  "Projection": {"ProjectionType": "ALL"}}],
"BillingMode": "PAY_PER_REQUEST",
"DeletionProtectionEnabled": true
})";

json::object table_of(const char* definition, const std::string& name, const std::string& kms_key) {
  json::object table = json::parse(definition).as_object();
  table["TableName"] = name;
  if (!kms_key.empty()) {
    table["SSESpecification"] = json::object{{"Enabled", true}, {"SSEType", "KMS"}, {"KMSMasterKeyId", kms_key}};
  }
  return table;
}

std::string text_at(const json::object& object, std::string_view name) {
  const json::value* found = object.if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : "";
}

const json::array& array_at(const json::object& object, std::string_view name) {
  static const json::array none;
  const json::value* found = object.if_contains(name);
  return found != nullptr && found->is_array() ? found->get_array() : none;
}

// "p HASH S, s RANGE S": the keys with their types.
std::string keys_text(const json::object& keyed, const json::object& table) {
  std::string text;
  for (const json::value& key : array_at(keyed, "KeySchema")) {
    const std::string name = text_at(key.as_object(), "AttributeName");
    text += (text.empty() ? "" : ", ") + name + " " + text_at(key.as_object(), "KeyType");
    for (const json::value& typed : array_at(table, "AttributeDefinitions")) {
      if (text_at(typed.as_object(), "AttributeName") == name)
        text += " " + text_at(typed.as_object(), "AttributeType");
    }
  }
  return text;
}

const json::object* index_of(const json::object& table, const std::string& name) {
  for (const json::value& index : array_at(table, "GlobalSecondaryIndexes")) {
    if (text_at(index.as_object(), "IndexName") == name) return &index.as_object();
  }
  return nullptr;
}

bool can_be_used(const json::object& table) {
  return text_at(table, "TableStatus") == "ACTIVE" &&
         std::ranges::all_of(array_at(table, "GlobalSecondaryIndexes"), [](const json::value& index) {
           return text_at(index.as_object(), "IndexStatus") == "ACTIVE";
         });
}

void wait_a_moment(const DynamoWork& work, const std::string& table, MonotonicTime deadline,
                   std::chrono::milliseconds pause) {
  if (work.clock.monotonic() >= deadline) {
    throw Failure(FailureKind::retry, "store_unavailable",
                  "task store: the table " + table + " is not ready yet: try again later");
  }
  if (work.clock.sleep_until(work.clock.monotonic() + pause, work.stop)) return;
  throw Failure(FailureKind::cancel, "stopped", "task store: stopped while waiting for the table " + table);
}

}  // namespace

std::vector<json::object> dynamo_tables(const DynamoNames& names, const std::string& kms_key) {
  return {table_of(tasks_table, names.tasks(), kms_key), table_of(audit_table, names.audit(), kms_key)};
}

std::optional<json::object> described(DynamoClient& client, const std::string& table) {
  DynamoAnswer answer = client.ask("DescribeTable", {{"TableName", table}}, {"ResourceNotFoundException"});
  if (!answer.error.empty()) return std::nullopt;
  return std::move(answer.body["Table"].as_object());
}

std::string schema_fault(const json::object& wanted, const json::object& table) {
  const auto fault = [](const std::string& what, const std::string& is, const std::string& should_be) {
    return what + " (" + is + ") are not those of a task store (" + should_be + ")";
  };
  if (keys_text(table, table) != keys_text(wanted, wanted)) {
    return fault("its keys", keys_text(table, table), keys_text(wanted, wanted));
  }
  for (const json::value& value : array_at(wanted, "GlobalSecondaryIndexes")) {
    const std::string name = text_at(value.as_object(), "IndexName");
    const json::object* index = index_of(table, name);
    if (index == nullptr) return "it has no index " + name;
    if (keys_text(*index, table) != keys_text(value.as_object(), wanted)) {
      return fault("the keys of its index " + name, keys_text(*index, table), keys_text(value.as_object(), wanted));
    }
    const json::value* projection = index->if_contains("Projection");
    if (projection == nullptr || text_at(projection->as_object(), "ProjectionType") != "ALL") {
      return "its index " + name + " does not hold all attributes";
    }
  }
  return {};
}

void wait_until_active(const DynamoWork& work, const std::string& table, std::chrono::seconds longest) {
  const MonotonicTime deadline = work.clock.monotonic() + longest;
  std::chrono::milliseconds pause = 100ms;
  while (true) {
    const auto found = described(work.client, table);
    if (found && can_be_used(*found)) return;
    wait_a_moment(work, table, deadline, pause);
    pause = std::min(pause * 2, std::chrono::milliseconds(5s));
  }
}

std::optional<Recovery> recovery_of(DynamoClient& client, const std::string& table) {
  const DynamoAnswer answer = client.ask("DescribeContinuousBackups", {{"TableName", table}}, {unknown_operation});
  if (!answer.error.empty()) return std::nullopt;
  Recovery recovery;
  json::error_code bad;
  const json::value value(answer.body);
  const json::value* found = value.find_pointer("/ContinuousBackupsDescription/PointInTimeRecoveryDescription", bad);
  if (found == nullptr || !found->is_object()) return recovery;
  const json::object& told = found->get_object();
  const auto number = [&](std::string_view name) {
    const json::value* given = told.if_contains(name);
    return given != nullptr && given->is_number() ? given->to_number<double>() : 0.0;
  };
  recovery.enabled = text_at(told, "PointInTimeRecoveryStatus") == "ENABLED";
  recovery.days = static_cast<int>(number("RecoveryPeriodInDays"));
  recovery.earliest = number("EarliestRestorableDateTime");
  recovery.latest = number("LatestRestorableDateTime");
  return recovery;
}

// A table that was made just now is not ready for it at first.
static void turn_recovery_on(const DynamoWork& work, const std::string& table) {
  const json::object wanted{{"PointInTimeRecoveryEnabled", true}, {"RecoveryPeriodInDays", recovery_days}};
  const MonotonicTime deadline = work.clock.monotonic() + creation_max;
  while (true) {
    const DynamoAnswer answer =
        work.client.ask("UpdateContinuousBackups", {{"TableName", table}, {"PointInTimeRecoverySpecification", wanted}},
                        {"ContinuousBackupsUnavailableException"});
    if (answer.error.empty()) return;
    wait_a_moment(work, table, deadline, 1s);
  }
}

void protect_dynamo_table(const DynamoWork& work, const std::string& table) {
  const auto found = described(work.client, table);
  const json::value* protection = found ? found->if_contains("DeletionProtectionEnabled") : nullptr;
  if (protection == nullptr || !protection->is_bool() || !protection->get_bool()) {
    work.client.ask("UpdateTable", {{"TableName", table}, {"DeletionProtectionEnabled", true}});
    wait_until_active(work, table, creation_max);
    work.told("table " + table + ": deletion protection turned on");
  }
  const std::string what = "table " + table + ": point-in-time recovery ";
  const auto recovery = recovery_of(work.client, table);
  if (!recovery) return work.told(what + "not supported here");
  if (recovery->enabled && recovery->days == recovery_days) {
    return work.told(what + "on, " + std::to_string(recovery->days) + " days");
  }
  turn_recovery_on(work, table);
  work.told(what + "turned on, " + std::to_string(recovery_days) + " days");
}

void create_dynamo_tables(const DynamoWork& work, const DynamoNames& names, const std::string& kms_key) {
  for (const json::object& wanted : dynamo_tables(names, kms_key)) {
    const std::string name = text_at(wanted, "TableName");
    auto table = described(work.client, name);
    if (!table) {
      // In use: somebody else makes it at this moment.
      const DynamoAnswer made = work.client.ask("CreateTable", wanted, {"ResourceInUseException"});
      wait_until_active(work, name, creation_max);
      if (made.error.empty()) work.told("table " + name + ": created");
      table = described(work.client, name);
    } else {
      work.told("table " + name + ": there");
    }
    const std::string fault = table ? schema_fault(wanted, *table) : "it was deleted meanwhile";
    if (!fault.empty()) {
      throw Failure(FailureKind::ours, "wrong_table",
                    "task store: the table " + name + ": " + fault + ": correct store.table_prefix or move it away");
    }
    wait_until_active(work, name, creation_max);
    protect_dynamo_table(work, name);
  }
}

}  // namespace exportd::tasks
