#include "tasks/dynamo_backups.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "core/failure.hpp"
#include "core/rfc3339.hpp"
#include "tasks/json_fields.hpp"

namespace exportd::tasks {

namespace json = boost::json;

namespace {

constexpr std::string_view unknown_operation = "UnknownOperationException";
constexpr std::chrono::hours claim_lasts{1};
constexpr std::chrono::hours restore_max{24};  // nobody promises a time; large tables take hours

// "20261124T093000Z"
std::string compact(WallTime time) {
  std::string text = rfc3339(std::chrono::floor<std::chrono::seconds>(time));
  std::erase(text, '-');
  std::erase(text, ':');
  return text.substr(0, text.find_first_of(".Z")) + "Z";
}

Failure not_supported(const std::string& what) {
  return {FailureKind::ours, "not_supported",
          what + ": this server makes no backups and keeps no earlier states: only Amazon DynamoDB does"};
}

struct LastBackup {
  WallTime made{};
  WallTime claimed{};
  std::string arn;
};

LastBackup read_last(const std::optional<Record>& record) {
  if (!record) return {};
  json::error_code bad;
  const json::value body = json::parse(record->body, bad);
  if (bad) refuse_record("the record of the last backup");
  const Fields fields(body);
  return {wall_time(fields.number("made")), wall_time(fields.number("claimed")), fields.text("arn")};
}

Write put_last(const LastBackup& last, std::uint64_t expected_version) {
  json::object body{{"claimed", milliseconds(last.claimed)}, {"made", milliseconds(last.made)}};
  put_text(body, "arn", last.arn);
  return {Write::Kind::put, {"backup", "tasks"}, expected_version, json::serialize(body)};
}

// With the store's own name in it: a store restored from a restored one has the mark of the other.
RecordKey restored_mark(const DynamoNames& names) {
  return {"restored", names.prefix};
}

void restore_table(const DynamoWork& work, const std::string& from, const std::string& to, WallTime time) {
  const json::object asked{{"SourceTableName", from},
                           {"TargetTableName", to},
                           {"RestoreDateTime", milliseconds(time) / 1'000},
                           {"BillingModeOverride", "PAY_PER_REQUEST"}};
  const DynamoAnswer answer =
      work.client.ask("RestoreTableToPointInTime", asked,
                      {unknown_operation, "TableAlreadyExistsException", "InvalidRestoreTimeException",
                       "PointInTimeRecoveryUnavailableException", "TableNotFoundException"});
  if (answer.error.empty()) return work.told("table " + to + ": being made from " + from);
  if (answer.error == "TableAlreadyExistsException") return work.told("table " + to + ": there");
  if (answer.error == unknown_operation) throw not_supported("restore");
  if (answer.error == "TableNotFoundException") {
    throw Failure(FailureKind::ours, "no_task_store", "restore: there is no table " + from + ": restore a backup");
  }
  std::string reach;
  if (const auto recovery = recovery_of(work.client, from); recovery && recovery->enabled && recovery->latest > 0) {
    const auto at = [](double seconds) { return rfc3339(wall_time(static_cast<std::int64_t>(seconds * 1'000))); };
    reach = ": it can be from " + at(recovery->earliest) + " to " + at(recovery->latest);
  }
  throw Failure(FailureKind::reject, "bad_value",
                "restore: the table " + from + " cannot be restored to " + rfc3339(time) +
                    (reach.empty() ? ": its point-in-time recovery is off: restore a backup" : reach));
}

}  // namespace

std::string create_dynamo_backup(DynamoClient& client, const std::string& table, WallTime now) {
  const DynamoAnswer answer = client.ask(
      "CreateBackup", {{"TableName", table}, {"BackupName", table + "-" + compact(now)}}, {unknown_operation});
  if (!answer.error.empty()) throw not_supported("backup");
  const json::value body(answer.body);
  json::error_code bad;
  const json::value* arn = body.find_pointer("/BackupDetails/BackupArn", bad);
  return arn != nullptr && arn->is_string() ? std::string(arn->get_string()) : table;
}

std::optional<std::string> backup_if_due(RecordTable& table, DynamoClient& client, const DynamoNames& names,
                                         WallTime now) {
  const RecordKey key{"backup", "tasks"};
  const std::optional<Record> record = table.read({&key, 1}).at(0);
  const std::uint64_t version = record ? record->version : 0;
  LastBackup last = read_last(record);
  if (now - last.made < backup_every || now - last.claimed < claim_lasts) return std::nullopt;
  last.claimed = now;
  const Write claim = put_last(last, version);
  if (!table.commit({&claim, 1}, {})) return std::nullopt;
  std::optional<std::string> made;
  try {
    made = create_dynamo_backup(client, names.tasks(), now);
  } catch (const Failure& failure) {
    if (failure.code() != "not_supported") throw;
  }
  last.made = now;
  last.arn = made.value_or("");
  const Write done = put_last(last, version + 1);
  static_cast<void>(table.commit({&done, 1}, {}));  // false: it took over an hour, and another has made one too
  return made;
}

DynamoNames restored_names(const DynamoNames& from, WallTime to) {
  return {from.prefix + compact(to) + "-"};
}

void restore_dynamo_tables(const DynamoWork& work, const DynamoNames& from, WallTime to) {
  const DynamoNames names = restored_names(from, to);
  restore_table(work, from.tasks(), names.tasks(), to);
  restore_table(work, from.audit(), names.audit(), to);
  for (const std::string& table : {names.tasks(), names.audit()}) {
    wait_until_active(work, table, restore_max);
    // Neither comes with a restored table.
    protect_dynamo_table(work, table);
  }
}

void refuse_restored(RecordTable& table, const DynamoNames& names) {
  const RecordKey key = restored_mark(names);
  if (!table.read({&key, 1}).at(0)) return;
  throw Failure(FailureKind::reject, "exists",
                "restore: " + names.tasks() + " was restored before and may be in use: choose another time");
}

void mark_restored(RecordTable& table, const DynamoNames& names) {
  const Write mark{Write::Kind::put, restored_mark(names), 0, "{}"};
  static_cast<void>(table.commit({&mark, 1}, {}));  // false: it is there
}

}  // namespace exportd::tasks
