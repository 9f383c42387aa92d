// More slots than a view has records (100): each run is read with its own slot alone.
#include <gtest/gtest.h>

#include <string>

#include "tasks/stored_tasks.hpp"
#include "tests/contract/task_store_contract.hpp"
#include "tests/dynamodb/tables_of_a_test.hpp"

namespace exportd::contract {
namespace {

TEST(ManySlots, EveryRunIsSeenWithItsProgress) {
  constexpr int slots = 120;
  HandClock clock;
  TablesOfATest place;
  const std::unique_ptr<tasks::RecordTable> table = place.table();
  tasks::StoredTasks store(*table, clock, QueueRules{.parallel = slots}, "many");
  std::optional<Claim> last;
  for (int number = 0; number < slots; ++number) {
    const std::string name = "t" + std::to_string(number);
    const NewRequest request{.task = {task_id(name), "petdb", "variables=" + name, ""},
                             .email = {},
                             .idempotency_key = {},
                             .token = [&](int) { return TokenHash{name}; },
                             .data_version = "v1"};
    ASSERT_TRUE(store.create_or_join(request).ok());
    last = store.claim_next("worker of " + name);
    ASSERT_TRUE(last.has_value()) << number;
    EXPECT_EQ(last->slot, number);
  }
  EXPECT_FALSE(store.claim_next("one more").has_value());
  ASSERT_TRUE(store.renew(*last, fetched(10), "").ok());
  const auto seen = store.get(last->record.task.id, std::nullopt);
  ASSERT_TRUE(seen.has_value());
  EXPECT_EQ(seen->run.progress, fetched(10));
  EXPECT_EQ(seen->run.slot, slots - 1);
}

}  // namespace
}  // namespace exportd::contract
