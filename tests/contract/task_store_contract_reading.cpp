// The contract of TaskStore: lists, counts, the audit log of all tasks.
#include "tests/contract/task_store_contract.hpp"

namespace exportd::contract {
namespace {

using namespace std::chrono_literals;
using Names = std::vector<std::string>;

Names names(const TaskPage& page) {
  Names found;
  for (const TaskRecord& record : page.records) {
    found.push_back(record.task.id.text().substr(0, 2) + std::to_string(record.run.number));
  }
  return found;
}

// Objects may lie about that an earlier store made: none of its tokens is given again.
TEST_P(TaskStoreContract, gives_tokens_above_the_time_at_which_it_was_made) {
  const TokenRange given = store_->tokens();
  EXPECT_GT(given.above.value, 1'000'000'000'000U) << "milliseconds since 1970";
  EXPECT_EQ(given.newest, given.above) << "none yet";
  static_cast<void>(add("rocks"));
  const Claim claimed = claim();
  EXPECT_GT(claimed.token, given.above);
  EXPECT_EQ(store_->tokens().newest, claimed.token);
  EXPECT_EQ(store_->tokens().above, given.above);
}

TEST_P(TaskStoreContract, lists_every_run_newest_first) {
  for (const char* const name : {"b1", "b3", "b2"}) {
    static_cast<void>(add(name));
    clock_.advance(1s);
  }
  static_cast<void>(finish(failure()));
  ASSERT_EQ(refused(store_->retry(task_id("b1"), ActorKind::admin)), "");
  EXPECT_EQ(names(store_->list({})), (Names{"b12", "b21", "b31", "b11"}));
  EXPECT_EQ(store_->list({}).next_cursor, "");
}

TEST_P(TaskStoreContract, lists_in_pages_that_neither_repeat_nor_leave_out) {
  Names all;
  for (int i = 0; i < 13; ++i) {
    const std::string name{'b', static_cast<char>('a' + i)};
    static_cast<void>(add(name));
    if (i % 3 == 0) clock_.advance(1ms);  // several of one time
  }
  all = names(store_->list({}));
  ASSERT_EQ(all.size(), 13U);
  for (const std::size_t limit : {1U, 4U, 13U, 14U}) {
    Names paged;
    std::string cursor;
    do {
      TaskFilter filter;
      filter.cursor = cursor;
      filter.limit = limit;
      const TaskPage page = store_->list(filter);
      EXPECT_LE(page.records.size(), limit);
      for (const std::string& name : names(page)) paged.push_back(name);
      cursor = page.next_cursor;
      static_cast<void>(add("late"));
    } while (!cursor.empty());
    EXPECT_EQ(paged, all) << limit;
    if (limit == 1) all.insert(all.begin(), "la1");
  }
}

TEST_P(TaskStoreContract, lists_by_status_environment_and_time) {
  static_cast<void>(add("b1"));
  clock_.advance(1s);
  const WallTime later = clock_.wall();
  static_cast<void>(add("b2"));
  NewRequest other = request("b3");
  other.task.environment = "synthesis";
  ASSERT_EQ(refused(store_->create_or_join(other)), "");
  static_cast<void>(finish_well());
  const auto listed = [&](const TaskFilter& filter) { return names(store_->list(filter)); };
  TaskFilter filter;
  filter.status = Status::succeeded;
  EXPECT_EQ(listed(filter), Names{"b11"});
  filter.status = Status::pending;
  EXPECT_EQ(listed(filter), (Names{"b31", "b21"}));
  filter.environment = "petdb";
  EXPECT_EQ(listed(filter), Names{"b21"});
  filter = {};
  filter.environment = "synthesis";
  EXPECT_EQ(listed(filter), Names{"b31"});
  filter = {};
  filter.since = later;
  EXPECT_EQ(listed(filter), (Names{"b31", "b21"}));
  filter.since = later + 1ms;
  EXPECT_EQ(listed(filter), Names{});
  filter = {};
  filter.environment = "none";
  EXPECT_EQ(listed(filter), Names{});
}

TEST_P(TaskStoreContract, lists_the_ended_runs_whose_mail_waits) {
  for (const char* const name : {"b2", "b3", "b1"}) {
    static_cast<void>(add(name, {.email = "a@example.org"}));
    static_cast<void>(finish_well());
    clock_.advance(1s);
  }
  static_cast<void>(add("silent"));
  static_cast<void>(finish_well());
  static_cast<void>(add("b4", {.email = "a@example.org"}));
  const WallTime later = clock_.wall();
  static_cast<void>(finish(failure()));
  static_cast<void>(add("b5", {.email = "a@example.org"}));  // it has not ended
  TaskFilter filter;
  filter.mail_waiting = true;
  const auto listed = [&] { return names(store_->list(filter)); };
  EXPECT_EQ(listed(), (Names{"b11", "b21", "b31", "b41"})) << "in the order of their ids";
  filter.limit = 1;
  Names paged;
  do {
    const TaskPage page = store_->list(filter);
    ASSERT_LE(page.records.size(), 1U);
    for (const std::string& name : names(page)) paged.push_back(name);
    filter.cursor = page.next_cursor;
  } while (!filter.cursor.empty());
  EXPECT_EQ(paged, (Names{"b11", "b21", "b31", "b41"}));
  filter.limit = 100;
  filter.since = later;
  EXPECT_EQ(listed(), Names{"b41"});
  filter.since.reset();
  filter.status = Status::succeeded;
  EXPECT_EQ(listed(), (Names{"b11", "b21", "b31"}));
  filter.environment = "none";
  EXPECT_EQ(listed(), Names{});
  filter = {};
  filter.mail_waiting = true;
  for (const OutboxEntry& entry : store_->outbox(10)) {
    if (entry.task == task_id("b3")) static_cast<void>(store_->close_outbox(entry));
  }
  EXPECT_EQ(listed(), (Names{"b11", "b21", "b41"}));
  EXPECT_EQ(store_->counts().mail_backlog, 3U);
}

TEST_P(TaskStoreContract, counts_the_runs_by_status) {
  TaskCounts counts = store_->counts();
  EXPECT_EQ(counts.pending + counts.processing + counts.failed + counts.succeeded + counts.cancelled, 0U);
  EXPECT_FALSE(counts.oldest_pending.has_value());
  for (const char* const name : {"a", "b", "c", "d", "e", "f"}) {
    static_cast<void>(add(name, {.email = "a@example.org"}));
    clock_.advance(1s);
  }
  static_cast<void>(finish_well());
  static_cast<void>(finish(failure()));
  ASSERT_EQ(refused(store_->request_cancel(task_id("c"), ActorKind::admin)), "");
  static_cast<void>(claim());
  counts = store_->counts();
  EXPECT_EQ(counts.pending, 2U);
  EXPECT_EQ(counts.processing, 1U);
  EXPECT_EQ(counts.failed, 1U);
  EXPECT_EQ(counts.succeeded, 1U);
  EXPECT_EQ(counts.cancelled, 1U);
  EXPECT_EQ(counts.mail_backlog, 3U);
  EXPECT_EQ(counts.oldest_pending, run("e").created_at);
}

TEST_P(TaskStoreContract, tells_what_happened_to_all_tasks_since_a_time) {
  static_cast<void>(add("a"));
  clock_.advance(1s);
  const WallTime later = clock_.wall();
  static_cast<void>(add("b"));
  clock_.advance(1s);
  static_cast<void>(finish_well());
  const auto told = [&](WallTime since, std::size_t n) {
    Names events;
    std::string cursor;
    do {
      for (const AuditEvent& event : store_->audit_since(since, cursor, n)) {
        events.push_back(event.task.text().substr(0, 1) + " " + std::string(audit_kind_name(event.kind)));
      }
    } while (!cursor.empty());
    return events;
  };
  const Names all{"a created", "b created", "a claimed", "a succeeded"};
  for (const std::size_t n : {1U, 2U, 3U, 4U, 100U}) EXPECT_EQ(told(WallTime{}, n), all) << n;
  EXPECT_EQ(told(later, 2), (Names{"b created", "a claimed", "a succeeded"}));
  EXPECT_EQ(told(clock_.wall() + 1ms, 2), Names{});
}

TEST_P(TaskStoreContract, says_in_the_log_who_did_what_and_why) {
  static_cast<void>(add("rocks", {.token = "a"}));
  const std::unique_ptr<TaskStore> other = another("second");
  std::optional<Claim> claimed = other->claim_next("w1");
  claimed = other->next_attempt(claimed.value(), store_away).value();
  ASSERT_EQ(refused(store_->take_over(slot_of(*claimed))), "");
  ASSERT_EQ(refused(store_->request_cancel(task_id("rocks"), ActorKind::command_line)), "");
  const std::vector<AuditEvent> events = store_->audit(task_id("rocks"));
  ASSERT_EQ(events.size(), 5U);
  EXPECT_EQ(events[0].actor, ActorKind::requester);
  EXPECT_EQ(events[0].instance, "first");
  EXPECT_EQ(events[0].to, Status::pending);
  EXPECT_EQ(events[1].actor, ActorKind::worker);
  EXPECT_EQ(events[1].instance, "second");
  EXPECT_EQ(events[2].kind, AuditKind::attempt_failed);
  EXPECT_NE(events[2].reason.find(store_away.message), std::string::npos);
  EXPECT_EQ(events[3].actor, ActorKind::housekeeper);
  EXPECT_NE(events[3].reason.find("w1"), std::string::npos);
  EXPECT_EQ(events[4].actor, ActorKind::command_line);
  EXPECT_EQ(events[4].at, clock_.wall());
}

}  // namespace
}  // namespace exportd::contract
