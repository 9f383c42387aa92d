// The mail round: who is told, who is held, what is tried again and when.
#include "work/mail_round.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tasks/stored_tasks.hpp"
#include "testing/forwarding_tasks.hpp"
#include "testing/memory_table.hpp"
#include "tests/contract/task_store_contract.hpp"

namespace exportd::work {
namespace {

using namespace std::chrono_literals;
using contract::task_id;
using testing::key_of;

class ScriptedMailer final : public Mailer {
 public:
  void send(const Message& message, const std::function<bool()>& go_on) override {
    asked.push_back(message.to);
    for (; takes_as_long_as_it_may && go_on(); ++waited) {
    }
    if (takes_as_long_as_it_may) throw Failure(FailureKind::retry, mail_server_failed, "broken off");
    if (failure) throw Failure(*failure);
    sent.push_back(message.to);
  }
  std::optional<Failure> failure;
  bool takes_as_long_as_it_may = false;
  int waited = 0;
  std::vector<std::string> asked;
  std::vector<std::string> sent;
};

// A store that does not record what became of a mail while it is locked.
class LockedForMail final : public testing::ForwardingTasks {
 public:
  using ForwardingTasks::ForwardingTasks;
  void record_mail(const OutboxEntry& entry, const KeyedAddress& key, MailOutcome outcome) override {
    if (failure) throw Failure(*failure);
    ForwardingTasks::record_mail(entry, key, outcome);
  }
  std::optional<Failure> failure;
};

class MailRounds : public ::testing::Test {
 protected:
  void end_run(const std::string& task, const std::vector<std::string>& addresses) {
    for (const std::string& address : addresses) {
      const std::string token = std::to_string(++tokens_);
      const NewRequest request{.task = {task_id(task), "petdb", "variables=" + task, ""},
                               .email = testing::addressee(address),
                               .idempotency_key = {},
                               .token = [token](int) { return TokenHash{token}; },
                               .data_version = "v1"};
      ASSERT_TRUE(store_.create_or_join(request).ok());
    }
    const Claim claim = store_.claim_next("w").value();
    ASSERT_TRUE(store_.settle(claim, contract::success(claim)).ok());
  }
  Notification notification(const std::string& task) {
    return store_.get(task_id(task), std::nullopt).value().run.notification;
  }
  MailRound round(int per_day) {
    return {locked_,
            mailer_,
            clock_,
            observer_,
            [](const TaskRecord&, const Addressee& addressee) {
              Message message;
              message.to = addressee.address;
              return message;
            },
            per_day};
  }

  testing::MemoryTable table_;
  contract::HandClock clock_;
  tasks::StoredTasks store_{table_, clock_, {}, "first"};
  LockedForMail locked_{store_};
  ScriptedMailer mailer_;
  Observer observer_;
  int tokens_ = 0;
};

using Addresses = std::vector<std::string>;

TEST_F(MailRounds, tell_each_address_once) {
  end_run("rocks", {"a@example.org", "b@example.org", "a@example.org"});
  MailRound mail = round(20);
  for (int i = 0; i < 3; ++i) mail.run();
  EXPECT_EQ(std::multiset<std::string>(mailer_.sent.begin(), mailer_.sent.end()),
            (std::multiset<std::string>{"a@example.org", "b@example.org"}));
  EXPECT_EQ(notification("rocks"), Notification::sent);
  EXPECT_TRUE(store_.outbox(10).empty());
}

TEST_F(MailRounds, send_nothing_to_who_is_suppressed_and_count_nothing) {
  store_.suppress(key_of("a@example.org"));
  end_run("rocks", {"a@example.org"});
  MailRound mail = round(1);
  mail.run();
  EXPECT_EQ(mailer_.asked, Addresses{});
  EXPECT_EQ(notification("rocks"), Notification::held);
  const auto day = std::chrono::floor<std::chrono::days>(clock_.wall()).time_since_epoch().count();
  EXPECT_EQ(store_.reserve(DailyCount::mails, key_of("a@example.org"), day, 1).value(), 1);
}

TEST_F(MailRounds, hold_what_is_over_the_daily_number_until_the_next_day) {
  end_run("rocks", {"a@example.org"});
  end_run("stones", {"a@example.org"});
  MailRound mail = round(1);
  mail.run();
  EXPECT_EQ(mailer_.sent.size(), 1U);
  clock_.advance(24h);
  end_run("ores", {"a@example.org"});
  mail.run();
  EXPECT_EQ(mailer_.sent.size(), 2U);
  EXPECT_EQ(notification("ores"), Notification::sent);
}

TEST_F(MailRounds, try_again_what_was_put_off_and_count_it_once) {
  end_run("rocks", {"a@example.org"});
  MailRound mail = round(1);
  mailer_.failure = Failure(FailureKind::retry, "mail_deferred", "later");
  mail.run();
  mail.run();
  EXPECT_EQ(mailer_.asked.size(), 1U) << "not before its time";
  clock_.advance(10s);
  mail.run();
  EXPECT_EQ(mailer_.asked.size(), 2U);
  mailer_.failure.reset();
  clock_.advance(10s);
  mail.run();
  EXPECT_EQ(mailer_.asked.size(), 2U) << "twice as long";
  clock_.advance(10s);
  mail.run();
  EXPECT_EQ(mailer_.sent, Addresses{"a@example.org"});
}

TEST_F(MailRounds, leave_a_server_alone_that_takes_nothing) {
  end_run("rocks", {"a@example.org", "b@example.org"});
  end_run("stones", {"c@example.org"});
  MailRound mail = round(20);
  mailer_.failure = Failure(FailureKind::ours, mail_server_failed, "a wrong password");
  mail.run();
  mail.run();
  EXPECT_EQ(mailer_.asked.size(), 1U) << "the others would fare no better";
  mailer_.failure.reset();
  clock_.advance(10s);
  mail.run();
  EXPECT_EQ(mailer_.sent.size(), 3U) << "nothing is lost";
}

TEST_F(MailRounds, hold_what_is_refused_for_good) {
  end_run("rocks", {"a@example.org"});
  mailer_.failure = Failure(FailureKind::reject, "mail_refused", "nobody");
  MailRound mail = round(20);
  mail.run();
  clock_.advance(1h);
  mail.run();
  EXPECT_EQ(mailer_.asked.size(), 1U);
  EXPECT_EQ(notification("rocks"), Notification::held);
}

TEST_F(MailRounds, send_once_what_could_not_be_recorded_and_nothing_else_until_it_can) {
  end_run("rocks", {"a@example.org", "b@example.org"});
  MailRound mail = round(20);
  locked_.failure = Failure(FailureKind::retry, "store_locked", "later");
  mail.run();
  EXPECT_EQ(mailer_.sent, Addresses{"a@example.org"});
  clock_.advance(10s);
  mail.run();
  EXPECT_EQ(mailer_.sent, Addresses{"a@example.org"}) << "it has left, and the store is still locked";
  EXPECT_EQ(notification("rocks"), Notification::queued);
  locked_.failure.reset();
  clock_.advance(20s);
  for (int i = 0; i < 3; ++i) mail.run();
  EXPECT_EQ(mailer_.sent, (Addresses{"a@example.org", "b@example.org"}));
  EXPECT_EQ(notification("rocks"), Notification::sent);
  EXPECT_TRUE(store_.outbox(10).empty());
}

TEST_F(MailRounds, go_on_to_the_next_when_one_mail_cannot_be_recorded_at_all) {
  end_run("rocks", {"a@example.org", "b@example.org"});
  MailRound mail = round(20);
  locked_.failure = Failure(FailureKind::ours, "bad_store", "what it holds is broken");
  for (int i = 0; i < 3; ++i) mail.run();
  EXPECT_EQ(mailer_.sent, (Addresses{"a@example.org", "b@example.org"}));
}

TEST_F(MailRounds, remember_what_was_held_as_well) {
  end_run("rocks", {"a@example.org"});
  MailRound mail = round(20);
  mailer_.failure = Failure(FailureKind::reject, "mail_refused", "nobody");
  locked_.failure = Failure(FailureKind::retry, "store_locked", "later");
  mail.run();
  locked_.failure.reset();
  clock_.advance(10s);
  mail.run();
  EXPECT_EQ(mailer_.asked.size(), 1U);
  EXPECT_EQ(notification("rocks"), Notification::held);
}

TEST_F(MailRounds, break_off_what_is_on_its_way_when_they_may_not_go_on) {
  end_run("rocks", {"a@example.org"});
  MailRound mail = round(20);
  mailer_.takes_as_long_as_it_may = true;
  mail.run([&] { return mailer_.waited < 3; });
  EXPECT_EQ(mailer_.waited, 3);
  EXPECT_EQ(notification("rocks"), Notification::queued);
}

TEST_F(MailRounds, end_when_they_may_not_go_on) {
  end_run("rocks", {"a@example.org", "b@example.org", "c@example.org"});
  MailRound mail = round(20);
  mail.run([&] { return mailer_.sent.size() < 2; });
  EXPECT_EQ(mailer_.sent.size(), 2U);
}

}  // namespace
}  // namespace exportd::work
