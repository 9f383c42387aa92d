// What one export costs on DynamoDB, by what the server says each operation has consumed. docs/dynamodb.md has the
// table; it is printed here.
#include <gtest/gtest.h>

#include <iomanip>
#include <iostream>
#include <map>
#include <memory>
#include <string>

#include "tasks/stored_tasks.hpp"
#include "tests/contract/task_store_contract.hpp"
#include "tests/dynamodb/tables_of_a_test.hpp"

namespace exportd::contract {
namespace {

class ExportUnits : public ::testing::Test {
 protected:
  // Does one step of an export's life and prints what it has cost.
  template <class Step>
  auto counted(const char* name, const Step& step) {
    static_cast<void>(units_->take());
    auto outcome = step();
    double sum = 0;
    std::string operations;
    for (const auto& [operation, used] : units_->take()) {
      sum += used.units;
      operations += (operations.empty() ? "" : ", ") + std::to_string(used.calls) + " " + operation;
    }
    std::cout << std::left << std::setw(28) << name << std::right << std::setw(6) << sum << "  " << operations << "\n";
    whole_ += sum;
    return outcome;
  }

  HandClock clock_;
  TablesOfATest place_;
  std::shared_ptr<tasks::DynamoUnits> units_ = std::make_shared<tasks::DynamoUnits>();
  std::unique_ptr<tasks::RecordTable> table_ = place_.table(units_);
  tasks::StoredTasks store_{*table_, clock_, QueueRules{}, "units"};
  double whole_ = 0;
};

TEST_F(ExportUnits, stay_below_what_the_documentation_says) {
  const NewRequest request{.task = {task_id("rocks"), "petdb", "variables=rocks", ""},
                           .email = testing::addressee("somebody@example.org"),
                           .idempotency_key = {},
                           .token = [](int) { return TokenHash{"token"}; },
                           .data_version = "v1"};
  counted("create", [&] { return store_.create_or_join(request).ok(); });
  const auto claim = counted("claim", [&] { return store_.claim_next("w1"); });
  ASSERT_TRUE(claim);
  for (int beat = 0; beat < 10; ++beat) {
    counted(beat == 0 ? "renew" : "renew again", [&] { return store_.renew(*claim, fetched(10), "").ok(); });
  }
  const double before_polls = whole_;
  counted("claim, nothing waits", [&] { return store_.claim_next("w2"); });
  counted("get", [&] { return store_.get(request.task.id, std::nullopt); });
  counted("pending", [&] { return store_.pending(); });
  counted("slots", [&] { return store_.slots(); });
  counted("counts", [&] { return store_.counts(); });
  const double polls = whole_ - before_polls;
  counted("settle", [&] { return store_.settle(*claim, success(*claim)).ok(); });
  const auto outbox = counted("outbox", [&] { return store_.outbox(10); });
  ASSERT_EQ(outbox.size(), 1U);
  const auto unsent = counted("unsent", [&] { return store_.unsent(outbox.front(), 10); });
  ASSERT_EQ(unsent.size(), 1U);
  counted("suppressed", [&] { return store_.suppressed(unsent.front().key); });
  counted("reserve", [&] { return store_.reserve(DailyCount::mails, unsent.front().key, 20'000, 20).ok(); });
  counted("record mail", [&] { return store_.record_mail(outbox.front(), unsent.front().key, MailOutcome::sent), 0; });
  counted("close outbox", [&] { return store_.close_outbox(outbox.front()); });
  std::cout << "an export of ten seconds: " << whole_ - polls << " units\n";
  EXPECT_LE(whole_ - polls, 250);
}

}  // namespace
}  // namespace exportd::contract
