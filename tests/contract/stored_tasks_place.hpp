// The task store over a record table, as the contract of TaskStore wants it: with replies that are lost on demand.
#pragma once

#include "tests/contract/record_table_contract.hpp"
#include "tests/contract/task_store_contract.hpp"

namespace exportd::contract {

[[nodiscard]] TaskStoreAdapter stored_tasks_on(const RecordTableAdapter& table);

}  // namespace exportd::contract
