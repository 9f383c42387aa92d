// The contracts of RecordTable and TaskStore on DynamoDB.
#include "tests/contract/stored_tasks_place.hpp"
#include "tests/dynamodb/tables_of_a_test.hpp"

namespace exportd::contract {
namespace {

const RecordTableAdapter dynamodb{"dynamodb", [] { return std::make_unique<TablesOfATest>(); }};
constexpr auto name_of = [](const auto& tested) { return tested.param.name; };

INSTANTIATE_TEST_SUITE_P(Adapters, RecordTableContract, ::testing::Values(dynamodb), name_of);
INSTANTIATE_TEST_SUITE_P(Adapters, TaskStoreContract, ::testing::Values(stored_tasks_on(dynamodb)), name_of);
INSTANTIATE_TEST_SUITE_P(Adapters, TaskStoreReplies, ::testing::Values(stored_tasks_on(dynamodb)), name_of);

}  // namespace
}  // namespace exportd::contract
