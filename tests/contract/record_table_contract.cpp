#include "tests/contract/record_table_contract.hpp"

#include <atomic>

#include "tests/contract/in_threads.hpp"

namespace exportd::contract {

using tasks::LogEntry;
using tasks::Order;
using tasks::Record;
using tasks::RecordKey;
using tasks::RecordTable;
using tasks::Write;

namespace {

std::string body(const std::string& text) {
  return R"({"text":")" + text + R"("})";
}

Write put_of(const RecordKey& key, std::uint64_t expected_version, const std::string& text) {
  return {Write::Kind::put, key, expected_version, body(text)};
}

LogEntry entry(const std::string& partition, const std::string& sort, std::int64_t stamp) {
  return {{partition, sort}, stamp, body(sort)};
}

bool commit(RecordTable& table, const std::vector<Write>& writes, const std::vector<LogEntry>& log = {}) {
  return table.commit(writes, log);
}

}  // namespace

bool RecordTableContract::put(const RecordKey& key, std::uint64_t expected_version, const std::string& text) {
  return commit(*table_, {put_of(key, expected_version, text)});
}

std::string RecordTableContract::get(const RecordKey& key) {
  const std::optional<Record> record = table_->read({&key, 1}).at(0);
  if (!record) return "(none)";
  EXPECT_EQ(record->key, key);
  return std::to_string(record->version) + " " + record->body;
}

std::vector<std::string> RecordTableContract::sorts(const tasks::Range& range) {
  std::vector<std::string> found;
  for (const Record& record : table_->range(range)) {
    EXPECT_EQ(record.key.partition, range.partition);
    found.push_back(record.key.sort);
  }
  return found;
}

bool RecordTableContract::log(const std::string& partition, const std::string& sort, std::int64_t stamp) {
  return commit(*table_, {}, {entry(partition, sort, stamp)});
}

namespace {

using Sorts = std::vector<std::string>;

TEST_P(RecordTableContract, counts_the_versions_of_a_record_from_one) {
  EXPECT_EQ(get({"a", "b"}), "(none)");
  EXPECT_TRUE(put({"a", "b"}, 0, "x"));
  EXPECT_EQ(get({"a", "b"}), R"(1 {"text":"x"})");
  EXPECT_TRUE(put({"a", "b"}, 1, "y"));
  EXPECT_EQ(get({"a", "b"}), R"(2 {"text":"y"})");
}

TEST_P(RecordTableContract, writes_only_over_the_version_that_is_expected) {
  EXPECT_FALSE(put({"a", "b"}, 1, "x")) << "it is absent";
  EXPECT_TRUE(put({"a", "b"}, 0, "x"));
  EXPECT_FALSE(put({"a", "b"}, 0, "y")) << "it is there";
  EXPECT_FALSE(put({"a", "b"}, 2, "y"));
  EXPECT_FALSE(commit(*table_, {{Write::Kind::remove, {"a", "b"}, 2, ""}}));
  EXPECT_FALSE(commit(*table_, {{Write::Kind::remove, {"a", "c"}, 1, ""}}));
  EXPECT_EQ(get({"a", "b"}), R"(1 {"text":"x"})");
  EXPECT_TRUE(commit(*table_, {{Write::Kind::remove, {"a", "b"}, 1, ""}}));
  EXPECT_EQ(get({"a", "b"}), "(none)");
  EXPECT_TRUE(put({"a", "b"}, 0, "again"));
}

TEST_P(RecordTableContract, checks_a_record_without_changing_it) {
  EXPECT_TRUE(put({"a", "guard"}, 0, "x"));
  const auto guarded = [&](const RecordKey& guard, std::uint64_t version, const std::string& sort) {
    return commit(*table_, {{Write::Kind::check, guard, version, ""}, put_of({"a", sort}, 0, "y")});
  };
  EXPECT_TRUE(guarded({"a", "guard"}, 1, "1"));
  EXPECT_FALSE(guarded({"a", "guard"}, 0, "2"));
  EXPECT_TRUE(guarded({"a", "absent"}, 0, "3"));
  EXPECT_FALSE(guarded({"a", "absent"}, 1, "4"));
  EXPECT_EQ(get({"a", "guard"}), R"(1 {"text":"x"})");
  EXPECT_EQ(sorts({"a", "", "", 0, Order::ascending}), (Sorts{"1", "3", "guard"}));
}

TEST_P(RecordTableContract, does_all_of_a_commit_or_nothing) {
  EXPECT_TRUE(put({"a", "1"}, 0, "x"));
  EXPECT_TRUE(log("t", "1", 5));
  EXPECT_FALSE(commit(*table_, {put_of({"a", "2"}, 0, "y"), put_of({"a", "1"}, 7, "y")}, {entry("t", "2", 5)}));
  EXPECT_FALSE(commit(*table_, {put_of({"a", "2"}, 0, "y"), {Write::Kind::remove, {"a", "1"}, 1, ""}},
                      {entry("t", "2", 5), entry("t", "1", 6)}))
      << "a log entry's key is taken";
  EXPECT_EQ(get({"a", "1"}), R"(1 {"text":"x"})");
  EXPECT_EQ(get({"a", "2"}), "(none)");
  EXPECT_EQ(table_->log("t").size(), 1U);
  EXPECT_TRUE(commit(*table_, {put_of({"a", "2"}, 0, "y"), {Write::Kind::remove, {"a", "1"}, 1, ""}},
                     {entry("t", "2", 5), entry("t", "3", 6)}));
  EXPECT_EQ(sorts({"a", "", "", 0, Order::ascending}), Sorts{"2"});
  EXPECT_EQ(table_->log("t").size(), 3U);
}

TEST_P(RecordTableContract, takes_ten_records_in_one_commit) {
  std::vector<Write> writes;
  for (int i = 0; i < 8; ++i) writes.push_back(put_of({"p" + std::to_string(i), "s"}, 0, "x"));
  EXPECT_TRUE(commit(*table_, writes, {entry("t", "1", 1), entry("t", "2", 1)}));
  EXPECT_EQ(get({"p7", "s"}), R"(1 {"text":"x"})");
}

TEST_P(RecordTableContract, reads_several_records_in_the_order_asked_for) {
  EXPECT_TRUE(put({"b", "1"}, 0, "x"));
  EXPECT_TRUE(put({"a", "1"}, 0, "y"));
  const RecordKey keys[] = {{"b", "1"}, {"c", "1"}, {"a", "1"}};
  const auto records = table_->read(keys);
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records[0].value().body, body("x"));
  EXPECT_FALSE(records[1].has_value());
  EXPECT_EQ(records[2].value().body, body("y"));
}

TEST_P(RecordTableContract, gives_a_range_of_one_partition_in_byte_order) {
  for (const char* const sort : {"b#2", "b#10", "b#1", "B#1", "a", "b", "c", "b#", "b$", "\xc3\xa5"}) {
    EXPECT_TRUE(put({"p", sort}, 0, "x"));
    EXPECT_TRUE(put({"p2", sort}, 0, "x"));
  }
  EXPECT_EQ(sorts({"p", "", "", 0, Order::ascending}),
            (Sorts{"B#1", "a", "b", "b#", "b#1", "b#10", "b#2", "b$", "c", "\xc3\xa5"}));
  EXPECT_EQ(sorts({"p", "b#", "", 0, Order::ascending}), (Sorts{"b#", "b#1", "b#10", "b#2"}));
  EXPECT_EQ(sorts({"p", "b#", "", 0, Order::descending}), (Sorts{"b#2", "b#10", "b#1", "b#"}));
  EXPECT_EQ(sorts({"p", "\xc3", "", 0, Order::ascending}), Sorts{"\xc3\xa5"});
  EXPECT_EQ(sorts({"p", "x", "", 0, Order::ascending}), Sorts{});
  EXPECT_EQ(sorts({"unknown", "", "", 0, Order::descending}), Sorts{});
}

TEST_P(RecordTableContract, goes_on_with_a_range_behind_any_key) {
  for (const char* const sort : {"1", "2", "3", "4"}) EXPECT_TRUE(put({"p", sort}, 0, "x"));
  EXPECT_EQ(sorts({"p", "", "", 2, Order::ascending}), (Sorts{"1", "2"}));
  EXPECT_EQ(sorts({"p", "", "2", 2, Order::ascending}), (Sorts{"3", "4"}));
  EXPECT_EQ(sorts({"p", "", "4", 2, Order::ascending}), Sorts{});
  EXPECT_EQ(sorts({"p", "", "", 3, Order::descending}), (Sorts{"4", "3", "2"}));
  EXPECT_EQ(sorts({"p", "", "2", 3, Order::descending}), Sorts{"1"});
  EXPECT_EQ(sorts({"p", "", "25", 0, Order::descending}), (Sorts{"2", "1"})) << "a key that is not there";
}

TEST_P(RecordTableContract, gives_the_log_of_one_partition_in_the_order_of_its_keys) {
  EXPECT_TRUE(log("t", "2", 5));
  EXPECT_TRUE(log("t", "1", 9));
  EXPECT_TRUE(log("t2", "1", 1));
  const std::vector<LogEntry> found = table_->log("t");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].key, (RecordKey{"t", "1"}));
  EXPECT_EQ(found[0].stamp, 9);
  EXPECT_EQ(found[1].body, body("2"));
}

TEST_P(RecordTableContract, gives_the_whole_log_by_time_in_pages) {
  for (int i = 9; i >= 0; --i) EXPECT_TRUE(log("t" + std::to_string(i % 3), std::to_string(i), 100 + i / 2));
  const auto pages = [&](std::int64_t since, std::size_t n) {
    std::string cursor;
    Sorts texts;
    do {
      for (const LogEntry& found : table_->log_since(since, cursor, n)) {
        texts.push_back(std::to_string(found.stamp) + "/" + found.key.partition + "/" + found.key.sort);
      }
    } while (!cursor.empty());
    return texts;
  };
  const Sorts all = pages(0, 100);
  EXPECT_EQ(all, (Sorts{"100/t0/0", "100/t1/1", "101/t0/3", "101/t2/2", "102/t1/4", "102/t2/5", "103/t0/6", "103/t1/7",
                        "104/t0/9", "104/t2/8"}));
  for (const std::size_t n : {1U, 2U, 3U, 10U}) EXPECT_EQ(pages(0, n), all) << n;
  EXPECT_EQ(pages(104, 1), (Sorts{"104/t0/9", "104/t2/8"})) << "from that time on";
  EXPECT_EQ(pages(105, 1), Sorts{});
}

TEST_P(RecordTableContract, shows_each_table_what_the_others_have_committed) {
  const std::unique_ptr<RecordTable> other = place_->table();
  EXPECT_TRUE(commit(*other, {put_of({"a", "b"}, 0, "x")}));
  EXPECT_EQ(get({"a", "b"}), R"(1 {"text":"x"})");
  EXPECT_TRUE(put({"a", "b"}, 1, "y"));
  EXPECT_FALSE(commit(*other, {put_of({"a", "b"}, 1, "z")}));
}

TEST_P(RecordTableContract, lets_exactly_one_of_many_threads_write_each_version) {
  constexpr int threads = 8;
  constexpr int rounds = 25;
  std::vector<std::unique_ptr<RecordTable>> tables;
  for (int i = 0; i < threads; ++i) tables.push_back(place_->table());
  std::atomic<int> lost = 0;
  in_threads(threads, [&](int i) {
    for (int round = 0; round < rounds; ++round) {
      for (bool done = false; !done;) {
        const RecordKey keys[] = {{"count", "a"}, {"count", "b"}};
        const auto read = tables.at(static_cast<std::size_t>(i))->read(keys);
        const std::uint64_t a = read[0] ? read[0]->version : 0;
        const std::uint64_t b = read[1] ? read[1]->version : 0;
        EXPECT_EQ(a, b) << "both are always written together: it was not one view";
        done = commit(*tables.at(static_cast<std::size_t>(i)), {put_of(keys[0], a, "x"), put_of(keys[1], b, "x")});
        if (!done) ++lost;
      }
    }
  });
  EXPECT_EQ(get({"count", "a"}), std::to_string(threads * rounds) + R"( {"text":"x"})");
}

}  // namespace
}  // namespace exportd::contract
