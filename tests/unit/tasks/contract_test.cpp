// The contracts of RecordTable and TaskStore, on the table in memory and on SQLite.
#include "tests/contract/stored_tasks_place.hpp"
#include "tests/unit/tasks/table_places.hpp"

namespace exportd::contract {
namespace {

const auto tables = ::testing::Values(memory_adapter(), sqlite_adapter());
const auto stores = ::testing::Values(stored_tasks_on(memory_adapter()), stored_tasks_on(sqlite_adapter()));
constexpr auto name_of = [](const auto& tested) { return tested.param.name; };

INSTANTIATE_TEST_SUITE_P(Adapters, RecordTableContract, tables, name_of);
INSTANTIATE_TEST_SUITE_P(Adapters, TaskStoreContract, stores, name_of);
INSTANTIATE_TEST_SUITE_P(Adapters, TaskStoreReplies, stores, name_of);

}  // namespace
}  // namespace exportd::contract
