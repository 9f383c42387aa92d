// The contract of TaskStore: downloads in the audit log, beside the events of their task.
#include "tests/contract/task_store_contract.hpp"

namespace exportd::contract {
namespace {

using namespace std::chrono_literals;
using Kinds = std::vector<AuditKind>;

DownloadNews started(const Clock& clock, const std::string& id = "d1") {
  return {task_id("rocks"),
          1,
          AuditKind::download_started,
          {.id = id, .range = ByteSpan{0, 99}, .requests = 1, .bytes = 0},
          clock.wall()};
}

DownloadNews ended(const Clock& clock, const std::string& id = "d1") {
  DownloadNews news = started(clock, id);
  news.kind = AuditKind::download_ended;
  news.download.requests = 3;
  news.download.bytes = 77;
  return news;
}

TEST_P(TaskStoreContract, has_downloads_in_the_log_where_their_times_are) {
  use_rules({.keep = 1h});
  static_cast<void>(add("rocks"));
  static_cast<void>(finish_well());
  clock_.advance(1s);
  store_->record_download(started(clock_));
  clock_.advance(1h);
  ASSERT_EQ(store_->expire(clock_.wall(), 10).size(), 1U);
  clock_.advance(1s);
  another("second")->record_download(ended(clock_));
  EXPECT_EQ(kinds("rocks"), (Kinds{AuditKind::created, AuditKind::claimed, AuditKind::succeeded,
                                   AuditKind::download_started, AuditKind::expired, AuditKind::download_ended}));
  const std::vector<AuditEvent> events = store_->audit(task_id("rocks"));
  EXPECT_EQ(events[3].task, task_id("rocks"));
  EXPECT_EQ(events[3].run.number, 1);
  EXPECT_EQ(events[3].instance, "first");
  EXPECT_EQ(events[3].actor, ActorKind::requester);
  EXPECT_EQ(events[3].download, started(clock_).download);
  EXPECT_EQ(events[5].instance, "second");
  EXPECT_EQ(events[5].download, ended(clock_).download);
  EXPECT_EQ(events[5].at, clock_.wall());
  EXPECT_EQ(events[4].sequence, events[2].sequence + 1) << "downloads leave no gap";
}

TEST_P(TaskStoreContract, keeps_a_download_of_the_whole_file_apart_from_one_of_a_range) {
  static_cast<void>(add("rocks"));
  DownloadNews whole = started(clock_);
  whole.download.range.reset();
  store_->record_download(whole);
  EXPECT_FALSE(store_->audit(task_id("rocks")).back().download->range.has_value());
}

TEST_P(TaskStoreContract, changes_nothing_of_the_run_with_a_download) {
  static_cast<void>(add("rocks"));
  static_cast<void>(finish_well());
  const Run before = run("rocks");
  store_->record_download(started(clock_));
  store_->record_download(ended(clock_));
  EXPECT_EQ(run("rocks"), before);
}

TEST_P(TaskStoreContract, tells_of_downloads_with_what_happened_to_all_tasks) {
  static_cast<void>(add("rocks"));
  clock_.advance(1s);
  store_->record_download(started(clock_, "d1"));
  store_->record_download(started(clock_, "d2"));
  clock_.advance(1s);
  store_->record_download(ended(clock_, "d1"));
  static_cast<void>(add("stones"));
  for (const std::size_t n : {1U, 2U, 100U}) {
    std::vector<AuditEvent> told;
    std::string cursor;
    do {
      for (AuditEvent& event : store_->audit_since(WallTime{}, cursor, n)) told.push_back(std::move(event));
    } while (!cursor.empty());
    ASSERT_EQ(told.size(), 5U) << n;
    EXPECT_EQ(told[0].kind, AuditKind::created);
    EXPECT_EQ(told[1].download->id, "d1");
    EXPECT_EQ(told[2].download->id, "d2");
    EXPECT_GE(told[3].at, told[2].at);
  }
}

TEST_P(TaskStoreReplies, record_a_download_once) {
  static_cast<void>(add("rocks"));
  const auto recorded = [](TaskStore& store, const DownloadNews& news) {
    store.record_download(news);
    return true;
  };
  const DownloadNews first = started(clock_);
  EXPECT_TRUE(twice([&](TaskStore& store) { return recorded(store, first); }));
  clock_.advance(1s);
  const DownloadNews last = ended(clock_);
  EXPECT_TRUE(twice([&](TaskStore& store) { return recorded(store, last); }));
  store_->record_download(first);
  EXPECT_EQ(logged(AuditKind::download_started), 1U);
  EXPECT_EQ(logged(AuditKind::download_ended), 1U);
}

}  // namespace
}  // namespace exportd::contract
