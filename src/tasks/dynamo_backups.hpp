// Backups of the task store in DynamoDB, and its tables as they were at a time. docs/dynamodb.md has the runbook.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "core/task_queue.hpp"
#include "tasks/dynamo_client.hpp"
#include "tasks/dynamo_names.hpp"
#include "tasks/dynamo_schema.hpp"
#include "tasks/record_table.hpp"

namespace exportd::tasks {

inline constexpr std::chrono::hours backup_every{24 * 35};

// Makes a backup of one table, that stays until somebody deletes it, and returns its ARN. Failure(ours,
// "not_supported") where the server has no backups (DynamoDB Local).
[[nodiscard]] std::string create_dynamo_backup(DynamoClient& client, const std::string& table, WallTime now);

// A backup of the table of tasks if the last one is that old. Of all who ask, the one whose conditional write of the
// last backup's time succeeds makes it; if it fails or dies over it, another may an hour later. Returns the ARN;
// nullopt: it is not due, or another makes it. A server without backups counts as one that made it.
[[nodiscard]] std::optional<std::string> backup_if_due(RecordTable& table, DynamoClient& client,
                                                       const DynamoNames& names, WallTime now);

// What a store restored to that second is called: "exportd-" → "exportd-20261124T093000Z-".
[[nodiscard]] DynamoNames restored_names(const DynamoNames& from, WallTime to);

// Makes both tables anew as they were at that second, waits until they can be used, and protects them. Called again
// after an interruption it goes on. Failure(reject, "bad_value") for a time that cannot be restored; ours
// "no_task_store", "not_supported".
void restore_dynamo_tables(const DynamoWork& work, const DynamoNames& from, WallTime to);

// A restored store that was finished may be in use: it is not restored into again. Failure(reject, "exists").
void refuse_restored(RecordTable& table, const DynamoNames& names);
void mark_restored(RecordTable& table, const DynamoNames& names);

}  // namespace exportd::tasks
