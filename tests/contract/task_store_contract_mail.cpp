// The contract of TaskStore: the outbox, marks of mail, the quota of an address, erasing addresses.
#include "tests/contract/task_store_contract.hpp"

namespace exportd::contract {
namespace {

using testing::key_of;

using namespace std::chrono_literals;
using Addresses = std::vector<std::string>;

TEST_P(TaskStoreContract, opens_the_outbox_with_the_end_of_a_run_that_somebody_wants_mail_about) {
  static_cast<void>(add("silent"));
  static_cast<void>(add("rocks", {.email = "b@example.org"}));
  static_cast<void>(add("rocks", {.email = "a@example.org"}));
  static_cast<void>(add("rocks", {.email = "a@example.org"}));
  static_cast<void>(finish_well());
  EXPECT_TRUE(store_->outbox(10).empty()) << "nobody wants mail about that one";
  EXPECT_EQ(run("silent").notification, Notification::none);
  const Claim claimed = claim();
  EXPECT_TRUE(store_->outbox(10).empty()) << "it has not ended";
  static_cast<void>(settle(claimed, failure()));
  const std::vector<OutboxEntry> entries = store_->outbox(10);
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].task, task_id("rocks"));
  EXPECT_EQ(entries[0].run, 1);
  EXPECT_EQ(unsent("rocks", 1), (Addresses{"a@example.org", "b@example.org"})) << "each address once";
  EXPECT_EQ(run("rocks").notification, Notification::queued);
}

TEST_P(TaskStoreContract, gives_no_more_of_the_outbox_than_is_asked_for) {
  for (const char* const name : {"a", "b", "c"}) {
    static_cast<void>(add(name, {.email = "a@example.org"}));
    static_cast<void>(finish_well());
  }
  EXPECT_EQ(store_->outbox(2).size(), 2U);
  EXPECT_EQ(store_->outbox(10).size(), 3U);
}

TEST_P(TaskStoreContract, marks_each_address_that_was_told_for_ever) {
  static_cast<void>(add("rocks", {.email = "a@example.org"}));
  static_cast<void>(add("rocks", {.email = "b@example.org"}));
  static_cast<void>(finish_well());
  const OutboxEntry entry = store_->outbox(1).at(0);
  store_->record_mail(entry, key_of("a@example.org"), MailOutcome::sent);
  EXPECT_EQ(unsent("rocks", 1), Addresses{"b@example.org"});
  EXPECT_EQ(run("rocks").notification, Notification::sent);
  store_->record_mail(entry, key_of("b@example.org"), MailOutcome::held);
  EXPECT_EQ(unsent("rocks", 1), Addresses{});
  EXPECT_EQ(run("rocks").notification, Notification::held);
  store_->record_mail(entry, key_of("b@example.org"), MailOutcome::sent);
  EXPECT_EQ(run("rocks").notification, Notification::held) << "an outcome is recorded once";
  EXPECT_TRUE(store_->close_outbox(entry));
  EXPECT_TRUE(store_->outbox(10).empty());
  EXPECT_EQ(kinds("rocks"), (std::vector{AuditKind::created, AuditKind::joined, AuditKind::claimed,
                                         AuditKind::succeeded, AuditKind::mailed, AuditKind::held}));
}

TEST_P(TaskStoreContract, tells_nobody_twice_of_one_run) {
  static_cast<void>(add("rocks", {.email = "a@example.org"}));
  static_cast<void>(finish_well());
  const OutboxEntry entry = store_->outbox(1).at(0);
  store_->record_mail(entry, key_of("a@example.org"), MailOutcome::sent);
  EXPECT_TRUE(store_->close_outbox(entry));
  EXPECT_EQ(add("rocks", {.email = "a@example.org"}).admission, Admission::reused);
  EXPECT_TRUE(store_->outbox(10).empty()) << "it has been told";
  EXPECT_EQ(run("rocks").notification, Notification::sent);
}

TEST_P(TaskStoreContract, opens_the_outbox_again_for_who_is_given_a_run_that_is_done) {
  static_cast<void>(add("rocks"));
  static_cast<void>(finish_well());
  EXPECT_TRUE(store_->outbox(10).empty());
  static_cast<void>(add("rocks", {.email = "a@example.org"}));
  OutboxEntry entry = store_->outbox(10).at(0);
  EXPECT_EQ(unsent("rocks", 1), Addresses{"a@example.org"});
  store_->record_mail(entry, key_of("a@example.org"), MailOutcome::sent);
  EXPECT_TRUE(store_->close_outbox(entry));
  EXPECT_EQ(add("rocks").admission, Admission::reused);
  EXPECT_TRUE(store_->outbox(10).empty()) << "without an address";
  EXPECT_EQ(add("rocks", {.email = "a@example.org"}).admission, Admission::reused);
  EXPECT_EQ(unsent("rocks", 1), Addresses{}) << "mail goes once to each address and run";
  static_cast<void>(add("rocks", {.email = "b@example.org"}));
  EXPECT_EQ(unsent("rocks", 1), Addresses{"b@example.org"});
  EXPECT_EQ(run("rocks").notification, Notification::queued);
}

TEST_P(TaskStoreContract, keeps_the_outbox_open_when_somebody_has_come_since_it_was_read) {
  static_cast<void>(add("rocks", {.email = "a@example.org"}));
  static_cast<void>(finish_well());
  const OutboxEntry entry = store_->outbox(1).at(0);
  store_->record_mail(entry, key_of("a@example.org"), MailOutcome::sent);
  static_cast<void>(add("rocks", {.email = "b@example.org"}));
  EXPECT_FALSE(store_->close_outbox(entry));
  const OutboxEntry again = store_->outbox(1).at(0);
  EXPECT_NE(again.version, entry.version);
  EXPECT_EQ(unsent("rocks", 1), Addresses{"b@example.org"});
  EXPECT_TRUE(store_->close_outbox(again));
  EXPECT_TRUE(store_->close_outbox(again)) << "it is closed";
}

TEST_P(TaskStoreContract, keeps_the_mail_of_two_runs_apart) {
  static_cast<void>(add("rocks", {.email = "a@example.org"}));
  static_cast<void>(finish(failure()));
  store_->record_mail(store_->outbox(1).at(0), key_of("a@example.org"), MailOutcome::sent);
  ASSERT_EQ(refused(store_->retry(task_id("rocks"), ActorKind::admin)), "");
  static_cast<void>(finish_well());
  EXPECT_EQ(unsent("rocks", 1), Addresses{});
  EXPECT_EQ(unsent("rocks", 2), Addresses{"a@example.org"}) << "of the second run it has not been told";
  EXPECT_EQ(store_->outbox(10).size(), 2U);
}

TEST_P(TaskStoreContract, counts_the_mail_to_an_address_by_the_day) {
  for (int i = 1; i <= 3; ++i)
    EXPECT_EQ(store_->reserve(DailyCount::mails, key_of("a@example.org"), 19'000, 3).value(), i);
  EXPECT_EQ(refused(store_->reserve(DailyCount::mails, key_of("a@example.org"), 19'000, 3)), "quota_spent");
  EXPECT_EQ(refused(store_->reserve(DailyCount::mails, key_of("a@example.org"), 19'000, 3)), "quota_spent");
  EXPECT_EQ(store_->reserve(DailyCount::mails, key_of("b@example.org"), 19'000, 3).value(), 1);
  EXPECT_EQ(store_->reserve(DailyCount::mails, key_of("a@example.org"), 19'001, 3).value(), 1);
  EXPECT_EQ(refused(store_->reserve(DailyCount::mails, key_of("c@example.org"), 19'000, 0)), "quota_spent");
}

TEST_P(TaskStoreContract, counts_requests_apart_from_mail) {
  const KeyedAddress key = key_of("a@example.org");
  EXPECT_EQ(store_->reserve(DailyCount::mails, key, 19'000, 1).value(), 1);
  EXPECT_EQ(store_->reserve(DailyCount::creations, key, 19'000, 2).value(), 1);
  EXPECT_EQ(store_->reserve(DailyCount::creations, key, 19'000, 2).value(), 2);
  EXPECT_EQ(refused(store_->reserve(DailyCount::creations, key, 19'000, 2)), "quota_spent");
  EXPECT_EQ(refused(store_->reserve(DailyCount::mails, key, 19'000, 1)), "quota_spent");
}

TEST_P(TaskStoreContract, forgets_the_counts_of_days_gone_by) {
  for (int i = 0; i < 25; ++i) {
    const KeyedAddress key = key_of(std::to_string(i) + "@example.org");
    static_cast<void>(store_->reserve(DailyCount::mails, key, 19'000, 1));
    static_cast<void>(store_->reserve(DailyCount::creations, key, 19'001, 1));
  }
  std::size_t erased = 0;
  for (std::size_t more = 1; more != 0; erased += more) more = store_->erase_counts(19'001);
  EXPECT_EQ(erased, 25U);
  EXPECT_EQ(refused(store_->reserve(DailyCount::creations, key_of("7@example.org"), 19'001, 1)), "quota_spent");
  EXPECT_EQ(refused(store_->reserve(DailyCount::mails, key_of("7@example.org"), 19'000, 1)), "") << "it is gone";
}

TEST_P(TaskStoreContract, suppresses_an_address_for_ever_until_that_is_taken_back) {
  const KeyedAddress key = key_of("a@example.org");
  EXPECT_FALSE(store_->suppressed(key));
  EXPECT_FALSE(store_->unsuppress(key));
  store_->suppress(key);
  store_->suppress(key);
  clock_.advance(24h * 4'000);
  EXPECT_TRUE(another("second")->suppressed(key));
  EXPECT_FALSE(store_->suppressed(key_of("b@example.org")));
  EXPECT_TRUE(store_->unsuppress(key));
  EXPECT_FALSE(store_->suppressed(key));
}

TEST_P(TaskStoreContract, erases_the_addresses_of_runs_that_ended_long_ago) {
  for (int i = 0; i < 20; ++i) static_cast<void>(add("rocks", {.email = std::to_string(i) + "@example.org"}));
  static_cast<void>(finish_well());
  const WallTime ended = clock_.wall();
  clock_.advance(1h);
  static_cast<void>(add("stones", {.email = "a@example.org"}));
  static_cast<void>(finish_well());
  EXPECT_EQ(store_->erase_addresses(ended), 0U) << "not before that time";
  std::size_t changed = 0;
  for (std::size_t more = 1; more != 0; changed += more) more = store_->erase_addresses(ended + 1ms);
  EXPECT_GE(changed, 20U);
  EXPECT_EQ(unsent("rocks", 1), Addresses{});
  EXPECT_EQ(unsent("stones", 1), Addresses{"a@example.org"});
  EXPECT_EQ(run("rocks").status, Status::succeeded) << "the run stays";
  EXPECT_EQ(run("rocks").requesters, 20);
}

TEST_P(TaskStoreContract, erases_the_address_of_who_came_after_the_erasing) {
  use_rules({.reuse = 10'000h});
  static_cast<void>(add("rocks", {.email = "a@example.org"}));
  static_cast<void>(finish_well());
  clock_.advance(721h);
  const auto erase_all = [&] {
    while (store_->erase_addresses(clock_.wall() - 720h) != 0) {
    }
  };
  erase_all();
  EXPECT_EQ(add("rocks", {.email = "b@example.org"}).admission, Admission::reused);
  EXPECT_EQ(unsent("rocks", 1), Addresses{"b@example.org"});
  erase_all();
  EXPECT_EQ(unsent("rocks", 1), Addresses{});
}

TEST_P(TaskStoreContract, has_no_address_and_no_token_in_its_log) {
  static_cast<void>(add("rocks", {.email = "somebody@example.org", .token = "secret-1"}));
  static_cast<void>(add("rocks", {.email = "another@example.org", .key = "secret-idempotency"}));
  static_cast<void>(store_->leave(task_id("rocks"), {"secret-1"}));
  static_cast<void>(finish_well());
  store_->record_mail(store_->outbox(1).at(0), key_of("another@example.org"), MailOutcome::sent);
  for (const AuditEvent& event : store_->audit(task_id("rocks"))) {
    for (const std::string& text : {event.reason, event.instance, event.run.error.value_or(RunError{}).message}) {
      EXPECT_EQ(text.find("example.org"), std::string::npos) << text;
      EXPECT_EQ(text.find("secret"), std::string::npos) << text;
    }
  }
}

}  // namespace
}  // namespace exportd::contract
