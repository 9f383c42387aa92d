#include "tasks/dynamo_inspection.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <utility>

#include "core/failure.hpp"
#include "tasks/dynamo_items.hpp"
#include "tasks/dynamo_schema.hpp"

namespace exportd::tasks {

namespace json = boost::json;

namespace {

[[noreturn]] void wrong(const std::string& what) {
  throw Failure(FailureKind::ours, "wrong", what);
}

std::string text_at(const json::value& value, const char* pointer) {
  json::error_code bad;
  const json::value* found = value.find_pointer(pointer, bad);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : "";
}

void inspect_table(DynamoClient& client, const json::object& wanted) {
  const std::string name(wanted.at("TableName").as_string());
  const auto found = described(client, name);
  if (!found) wrong("the table " + name + " is not there: run exportd init, or correct store.table_prefix");
  const std::string fault = schema_fault(wanted, *found);
  if (!fault.empty()) wrong("the table " + name + ": " + fault + ": correct store.table_prefix or move it away");
  const json::value table(*found);
  if (text_at(table, "/TableStatus") != "ACTIVE") {
    wrong("the table " + name + " is " + text_at(table, "/TableStatus") + ": wait until it is ACTIVE");
  }
  if (const json::value* indexes = found->if_contains("GlobalSecondaryIndexes")) {
    for (const json::value& index : indexes->as_array()) {
      if (text_at(index, "/IndexStatus") == "ACTIVE") continue;
      wrong("the index " + text_at(index, "/IndexName") + " of the table " + name + " is " +
            text_at(index, "/IndexStatus") + ": wait until it is ACTIVE");
    }
  }
  const json::value* is_protected = found->if_contains("DeletionProtectionEnabled");
  if (is_protected == nullptr || *is_protected != json::value(true)) {
    wrong("the table " + name + " is not protected from deletion: run exportd init");
  }
  if (text_at(table, "/BillingModeSummary/BillingMode") != "PAY_PER_REQUEST") {
    wrong("the table " + name + " is not billed on demand and slows down at its provisioned capacity: change that");
  }
}

// What an operation may be called on, and a request that changes nothing whatever is there.
struct Probe {
  std::string action;  // as a policy names it
  std::string on;
  std::string operation;
  json::object asked;
};

const RecordKey nowhere{"exportd doctor", "is never written"};

json::object on_key(const std::string& table) {
  return {{"TableName", table}, {"Key", dynamo_key(nowhere)}};
}

json::object if_it_were_there(json::object asked) {
  asked["ConditionExpression"] = "attribute_exists(p)";
  return asked;
}

Probe put(const std::string& table) {
  return {
      "PutItem", table, "PutItem",
      if_it_were_there({{"TableName", table}, {"Item", dynamo_item(Write{.key = nowhere, .body = "{}"}, "doctor")}})};
}

Probe query(const std::string& table) {
  return {"Query",
          table,
          "Query",
          {{"TableName", table},
           {"KeyConditionExpression", "p = :p"},
           {"ExpressionAttributeValues", json::object{{":p", dynamo_text(nowhere.partition)}}},
           {"Limit", 1}}};
}

std::vector<Probe> needed(const DynamoNames& names) {
  const std::string tasks = names.tasks();
  const std::string audit = names.audit();
  json::array check;
  check.push_back(json::object{{"ConditionCheck", if_it_were_there(on_key(tasks))}});
  return {{"GetItem", tasks, "GetItem", on_key(tasks)},
          query(tasks),
          put(tasks),
          {"DeleteItem", tasks, "DeleteItem", if_it_were_there(on_key(tasks))},
          {"ConditionCheckItem", tasks, "TransactWriteItems", {{"TransactItems", check}}},
          put(audit),
          query(audit),
          {"Query",
           audit + "/index/" + std::string(index_by_time),
           "Query",
           {{"TableName", audit},
            {"IndexName", index_by_time},
            {"KeyConditionExpression", "l = :l"},
            {"ExpressionAttributeValues", json::object{{":l", dynamo_text("nothing")}}},
            {"Limit", 1}}}};
}

std::vector<Probe> too_much(const DynamoNames& names) {
  const std::string audit = names.audit();
  json::object update = if_it_were_there(on_key(audit));
  update["UpdateExpression"] = "REMOVE nothing";
  return {{"UpdateItem", audit, "UpdateItem", std::move(update)},
          {"DeleteItem", audit, "DeleteItem", if_it_were_there(on_key(audit))}};
}

bool is_allowed(DynamoClient& client, const Probe& probe) {
  const DynamoAnswer answer = client.ask(
      probe.operation, probe.asked,
      {"AccessDeniedException", "AccessDenied", "ConditionalCheckFailedException", "TransactionCanceledException"});
  return !answer.error.starts_with("AccessDenied");
}

// "PutItem on exportd-audit, Query on …"; of those that are (not) allowed.
std::string listed(DynamoClient& client, const std::vector<Probe>& probes, bool allowed) {
  std::string text;
  for (const Probe& probe : probes) {
    if (is_allowed(client, probe) != allowed) continue;
    text += (text.empty() ? "" : ", ") + probe.action + " on " + probe.on;
  }
  return text;
}

}  // namespace

std::string inspected_tables(DynamoClient& client, const DynamoNames& names) {
  for (const json::object& wanted : dynamo_tables(names, "")) inspect_table(client, wanted);
  return names.tasks() + " and " + names.audit() + ", on demand, protected from deletion";
}

std::string inspected_recovery(DynamoClient& client, const DynamoNames& names) {
  for (const std::string& table : {names.tasks(), names.audit()}) {
    const auto recovery = recovery_of(client, table);
    if (!recovery) return "not supported by this server: nothing can be restored";
    if (!recovery->enabled) wrong("point-in-time recovery of " + table + " is off: run exportd init");
    if (recovery->days != recovery_days) {
      wrong("point-in-time recovery of " + table + " reaches back " + std::to_string(recovery->days) + " days, not " +
            std::to_string(recovery_days) + ": run exportd init");
    }
  }
  return "point-in-time recovery of both tables on, " + std::to_string(recovery_days) + " days";
}

std::string inspected_access(DynamoClient& client, const DynamoNames& names) {
  const std::string denied = listed(client, needed(names), false);
  if (!denied.empty()) wrong("the policy denies " + denied + ": servers and workers need it");
  const std::string excess = listed(client, too_much(names), true);
  if (excess.empty()) return "all that servers and workers need, and audit entries cannot be changed";
  return "all that servers and workers need; more than that: " + excess + ": take it from their policy";
}

}  // namespace exportd::tasks
