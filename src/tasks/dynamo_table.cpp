#include "tasks/dynamo_table.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <random>
#include <thread>
#include <utility>

#include "core/utf8.hpp"
#include "tasks/dynamo_fault.hpp"
#include "tasks/dynamo_items.hpp"
#include "tasks/random_name.hpp"

namespace exportd::tasks {

namespace json = boost::json;

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::string_view condition_failed = "ConditionalCheckFailedException";
constexpr std::string_view conflict = "TransactionConflictException";
constexpr std::string_view cancelled = "TransactionCanceledException";
constexpr std::string_view in_progress = "TransactionInProgressException";

// "attribute_not_exists(p)", or "v = :v" with its value.
void put_condition(json::object& to, std::uint64_t expected_version) {
  if (expected_version == 0) {
    to["ConditionExpression"] = "attribute_not_exists(p)";
    return;
  }
  to["ConditionExpression"] = "v = :v";
  to["ExpressionAttributeValues"] = json::object{{":v", dynamo_number(expected_version)}};
}

json::object as_transaction_item(const std::string& table, const Write& write, std::string_view commit_name) {
  json::object said{{"TableName", table}};
  put_condition(said, write.expected_version);
  const char* action = "Put";
  if (write.kind == Write::Kind::put) {
    said["Item"] = dynamo_item(write, commit_name);
  } else {
    said["Key"] = dynamo_key(write.key);
    action = write.kind == Write::Kind::remove ? "Delete" : "ConditionCheck";
  }
  return {{action, std::move(said)}};
}

const json::array* list_of(const json::object& answer, std::string_view name) {
  const json::value* found = answer.if_contains(name);
  return found == nullptr ? nullptr : found->if_array();
}

// Asks for page after page until there are no more, or `n` items have come (0: no limit). `take`: an item.
template <class Take>
void query(DynamoClient& client, json::object asked, std::size_t n, const Take& take) {
  std::size_t taken = 0;
  while (true) {
    if (n > 0) asked["Limit"] = n - taken;
    const DynamoAnswer answer = client.ask("Query", asked);
    const json::array* items = list_of(answer.body, "Items");
    if (items == nullptr) throw broken_dynamo_answer("Query: without Items");
    for (const json::value& item : *items) take(item.as_object());
    taken += items->size();
    const json::value* last = answer.body.if_contains("LastEvaluatedKey");
    if (last == nullptr || (n > 0 && taken >= n)) return;
    asked["ExclusiveStartKey"] = *last;
  }
}

Failure outcome_unknown(const std::string& what) {
  return {FailureKind::retry, "store_unavailable",
          "task store: a change may have been made, the answer was lost: try again", what};
}

bool any(const std::vector<std::string>& reasons, std::string_view wanted) {
  return std::ranges::find(reasons, wanted) != reasons.end();
}

}  // namespace

DynamoTable::DynamoTable(std::shared_ptr<net::AwsClient> aws, DynamoNames names, std::shared_ptr<DynamoUnits> units)
    : client_(std::move(aws), std::move(units)), names_(std::move(names)) {}

std::optional<Record> DynamoTable::read_one(const RecordKey& key) {
  const DynamoAnswer answer =
      client_.ask("GetItem", {{"TableName", names_.tasks()}, {"Key", dynamo_key(key)}, {"ConsistentRead", true}});
  const json::value* item = answer.body.if_contains("Item");
  if (item == nullptr) return std::nullopt;
  return record_of(item->as_object());
}

std::vector<std::optional<Record>> DynamoTable::read(std::span<const RecordKey> keys) {
  if (keys.empty()) return {};
  if (keys.size() == 1) return {read_one(keys.front())};
  json::array wanted;
  for (const RecordKey& key : keys) {
    wanted.push_back(json::object{{"Get", json::object{{"TableName", names_.tasks()}, {"Key", dynamo_key(key)}}}});
  }
  const json::object asked{{"TransactItems", std::move(wanted)}};
  const Deadline deadline = SteadyClock::now() + dynamo_time_max;
  for (int tries = 1;; ++tries) {
    const DynamoAnswer answer = client_.ask("TransactGetItems", asked, {cancelled, conflict});
    if (answer.error.empty()) {
      const json::array* responses = list_of(answer.body, "Responses");
      if (responses == nullptr || responses->size() != keys.size()) {
        throw broken_dynamo_answer("TransactGetItems: not an answer for each key");
      }
      std::vector<std::optional<Record>> records;
      for (const json::value& response : *responses) {
        const json::value* item = response.as_object().if_contains("Item");
        records.push_back(item == nullptr ? std::nullopt : std::optional<Record>(record_of(item->as_object())));
      }
      return records;
    }
    // Somebody writes one of them at this moment.
    const std::vector<std::string> reasons = cancellation_reasons(answer.body);
    if (any(reasons, "ValidationError") || !may_try_again(tries, deadline)) {
      throw transaction_failure("TransactGetItems", reasons);
    }
  }
}

std::vector<Record> DynamoTable::range(const Range& range) {
  const bool up = range.order == Order::ascending;
  // DynamoDB takes whole characters only. What a prefix has behind its last one is compared here.
  const std::string whole = range.prefix.substr(0, find_broken_utf8(range.prefix));
  json::object values{{":p", dynamo_text(range.partition)}};
  json::object asked{{"TableName", names_.tasks()},
                     {"KeyConditionExpression", whole.empty() ? "p = :p" : "p = :p AND begins_with(s, :s)"},
                     {"ConsistentRead", true},
                     {"ScanIndexForward", up}};
  if (!whole.empty()) values[":s"] = dynamo_text(whole);
  asked["ExpressionAttributeValues"] = std::move(values);
  if (!range.after.empty()) {
    // A start outside what is asked for would be refused: it is before all of it or behind.
    if (range.after.starts_with(range.prefix)) {
      asked["ExclusiveStartKey"] = dynamo_key({range.partition, range.after});
    } else if ((range.after > range.prefix) == up) {
      return {};
    }
  }
  std::vector<Record> found;
  query(client_, std::move(asked), whole == range.prefix ? range.limit : 0, [&](const json::object& item) {
    Record record = record_of(item);
    if (record.key.sort.starts_with(range.prefix)) found.push_back(std::move(record));
  });
  if (range.limit > 0 && found.size() > range.limit) found.resize(range.limit);
  return found;
}

bool DynamoTable::commit(std::span<const Write> writes, std::span<const LogEntry> log) {
  const std::string name = random_name();
  if (writes.empty() && log.size() == 1) return put_one(names_.audit(), dynamo_item(log.front(), name), 0);
  const bool one_put = log.empty() && writes.size() == 1 && writes.front().kind == Write::Kind::put;
  if (!one_put) return transact(writes, log);
  const Write& write = writes.front();
  return put_one(names_.tasks(), dynamo_item(write, name), write.expected_version);
}

bool DynamoTable::put_one(const std::string& table, json::object item, std::uint64_t expected_version) {
  const std::string name = text_of(item, "n");
  json::object asked{{"TableName", table}, {"Item", std::move(item)}};
  put_condition(asked, expected_version);
  // What made the condition fail comes with the answer: it may be what an earlier try has written.
  asked["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD";
  const DynamoAnswer answer = client_.ask("PutItem", std::move(asked), {condition_failed, conflict});
  if (answer.error.empty()) return true;
  // Of an entry of the log, false says that it is there: it may be, or not.
  if (answer.error == conflict && table == names_.audit()) {
    throw outcome_unknown("PutItem: TransactionConflictException of an audit entry");
  }
  if (!answer.may_repeat_itself) return false;
  if (answer.error == conflict) throw outcome_unknown("PutItem: TransactionConflictException after a lost answer");
  const json::value* found = answer.body.if_contains("Item");
  if (found == nullptr) throw outcome_unknown("PutItem: the record was removed after a lost answer");
  const json::object& stored = found->as_object();
  if (text_of(stored, "n") == name) return true;
  if (table == names_.audit()) return false;  // nothing is written over an entry: it is another's
  if (record_of(stored).version == expected_version + 1) return false;
  throw outcome_unknown("PutItem: the record was changed again after a lost answer");
}

// One removal is a transaction too: what an earlier try has removed says nothing of who did it.
bool DynamoTable::transact(std::span<const Write> writes, std::span<const LogEntry> log) {
  const std::string name = random_name();
  json::array items;
  for (const Write& write : writes) items.push_back(as_transaction_item(names_.tasks(), write, name));
  for (const LogEntry& entry : log) {
    json::object put{{"TableName", names_.audit()}, {"Item", dynamo_item(entry, name)}};
    put_condition(put, 0);
    items.push_back(json::object{{"Put", std::move(put)}});
  }
  // The same token with every try: one that was done without our being told is not done again.
  const json::object asked{{"TransactItems", std::move(items)}, {"ClientRequestToken", name}};
  const Deadline deadline = SteadyClock::now() + dynamo_time_max;
  bool may_be_done = false;
  for (int tries = 1;; ++tries) {
    const DynamoAnswer answer = client_.ask("TransactWriteItems", asked, {cancelled, conflict, in_progress});
    if (answer.error.empty()) return true;
    may_be_done = may_be_done || answer.may_repeat_itself || answer.error == in_progress;
    const std::vector<std::string> reasons = cancellation_reasons(answer.body);
    if (any(reasons, "ConditionalCheckFailed")) return false;
    const bool conflicts = answer.error == conflict || any(reasons, "TransactionConflict");
    if (conflicts && !may_be_done) return false;
    const bool refused = any(reasons, "ValidationError") || any(reasons, "ItemCollectionSizeLimitExceeded");
    if (refused || !may_try_again(tries, deadline)) throw transaction_failure("TransactWriteItems", reasons);
  }
}

std::vector<LogEntry> DynamoTable::log(std::string_view partition) {
  std::vector<LogEntry> found;
  query(client_,
        {{"TableName", names_.audit()},
         {"KeyConditionExpression", "p = :p"},
         {"ExpressionAttributeValues", json::object{{":p", dynamo_text(partition)}}},
         {"ConsistentRead", true}},
        0, [&](const json::object& item) { found.push_back(log_entry_of(item)); });
  return found;
}

std::vector<LogEntry> DynamoTable::log_since(std::int64_t stamp, std::string& cursor, std::size_t n) {
  const std::string after = cursor.empty() ? place_in_time(stamp) : cursor;
  std::vector<LogEntry> found;
  cursor.clear();
  if (n == 0) return found;
  query(client_,
        {{"TableName", names_.audit()},
         {"IndexName", index_by_time},
         {"KeyConditionExpression", "l = :l AND k > :k"},
         {"ExpressionAttributeValues", json::object{{":l", dynamo_text(whole_log)}, {":k", dynamo_text(after)}}}},
        n, [&](const json::object& item) { found.push_back(log_entry_of(item)); });
  if (found.size() == n) {
    const LogEntry& last = found.back();
    cursor = place_in_time(last.stamp, last.key.partition, last.key.sort);
  }
  return found;
}

void DynamoTable::pause(int tries) {
  // Full jitter: those who lost together do not come again together.
  thread_local std::minstd_rand dice{std::random_device{}()};
  const int longest = std::min(400, 10 << std::min(tries - 1, 10));
  std::this_thread::sleep_for(std::chrono::milliseconds(std::uniform_int_distribution<int>(0, longest)(dice)));
}

bool DynamoTable::may_try_again(int tries, Deadline deadline) {
  if (SteadyClock::now() >= deadline) return false;
  pause(tries);
  return true;
}

}  // namespace exportd::tasks
