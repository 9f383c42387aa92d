// What `exportd doctor` finds out about the task store in DynamoDB. Nothing is changed by it.
#pragma once

#include <string>
#include <vector>

#include "tasks/dynamo_client.hpp"
#include "tasks/dynamo_names.hpp"

namespace exportd::tasks {

// Each returns what there is to say, in one line, or throws: Failure(ours, "wrong") with what is wrong and what to do,
// and Failures as of dynamo_fault.hpp.

// Both tables are there and active, with the keys and the index of a task store, protected from deletion, billed on
// demand.
[[nodiscard]] std::string inspected_tables(DynamoClient& client, const DynamoNames& names);

// Point-in-time recovery is on, over 35 days.
[[nodiscard]] std::string inspected_recovery(DynamoClient& client, const DynamoNames& names);

// The operations that a server or worker needs are allowed to these credentials. Each is tried in a way that cannot
// change anything: a write under a condition that nothing fulfils. Told of, but not wrong: what is allowed and not
// needed, that is changing or deleting audit entries.
[[nodiscard]] std::string inspected_access(DynamoClient& client, const DynamoNames& names);

}  // namespace exportd::tasks
