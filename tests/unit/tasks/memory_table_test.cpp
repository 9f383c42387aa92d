// What MemoryTable does beyond the contract: its strictness, its faults, its hook and its snapshots.
#include "testing/memory_table.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "core/failure.hpp"

namespace exportd::testing {
namespace {

using tasks::LogEntry;
using tasks::RecordKey;
using tasks::Write;

Write put(const std::string& sort, std::uint64_t version = 0, const std::string& body = "{}") {
  return {Write::Kind::put, {"p", sort}, version, body};
}

bool commit(MemoryTable& table, const std::vector<Write>& writes, const std::vector<LogEntry>& log = {}) {
  return table.commit(writes, log);
}

bool exists(MemoryTable& table, const std::string& sort) {
  const RecordKey key{"p", sort};
  return table.read({&key, 1}).at(0).has_value();
}

TEST(MemoryTable, forbids_what_other_tables_might_let_pass) {
  MemoryTable table;
  const LogEntry entry{{"t", "1"}, 1, "{}"};
  const auto refuses = [&](const char* why, const std::vector<Write>& writes, const std::vector<LogEntry>& log = {}) {
    EXPECT_THROW(static_cast<void>(table.commit(writes, log)), std::logic_error) << why;
  };
  refuses("nothing to do", {});
  refuses("one record twice", {put("a"), put("a")});
  refuses("put and checked", {put("a"), {Write::Kind::check, {"p", "a"}, 0, ""}});
  refuses("one entry twice", {}, {entry, entry});
  refuses("no JSON", {put("a", 0, "{")});
  refuses("no object", {put("a", 0, "7")});
  refuses("no UTF-8", {put("a", 0, "{\"a\":\"\xff\"}")});
  refuses("an entry that is no JSON", {}, {{{"t", "1"}, 1, "x"}});
  refuses("no sort key", {put("")});
  refuses("no partition", {{Write::Kind::put, {"", "a"}, 0, "{}"}});
  refuses("a removal with a body", {{Write::Kind::remove, {"p", "a"}, 1, "{}"}});
  refuses("a removal of nothing", {{Write::Kind::remove, {"p", "a"}, 0, ""}});
  std::vector<Write> many;
  for (int i = 0; i < 11; ++i) many.push_back(put(std::to_string(i)));
  refuses("eleven records", many);
  many.pop_back();
  refuses("eleven with the log", many, {entry});
  EXPECT_TRUE(commit(table, many));
  EXPECT_THROW(static_cast<void>(table.read({})), std::logic_error);
  const RecordKey twice[] = {{"p", "a"}, {"p", "a"}};
  EXPECT_THROW(static_cast<void>(table.read(twice)), std::logic_error);
  EXPECT_EQ(table.commits(), 1U);
}

TEST(MemoryTable, fails_as_its_seed_says_before_or_after_it_has_done_it) {
  const auto history = [](const TableFaults& faults) {
    MemoryTable table(faults);
    std::string text;
    for (int i = 0; i < 300; ++i) {
      bool failed = false;
      try {
        EXPECT_TRUE(commit(table, {put(std::to_string(i))}));
      } catch (const Failure& failure) {
        EXPECT_EQ(failure.kind(), FailureKind::retry);
        EXPECT_EQ(failure.code(), "store_error");
        failed = true;
      }
      const bool done = table.snapshot().records.contains({"p", std::to_string(i)});
      EXPECT_TRUE(done || failed);
      text += failed ? (done ? 'd' : 'f') : '.';
    }
    return text;
  };
  EXPECT_EQ(history({1, 0.1, 0.1}), history({1, 0.1, 0.1}));
  EXPECT_NE(history({1, 0.1, 0.1}), history({2, 0.1, 0.1}));
  EXPECT_EQ(history({1, 0, 0}), std::string(300, '.'));
  EXPECT_EQ(history({1, 1, 0}), std::string(300, 'f'));
  EXPECT_EQ(history({1, 0, 1}), std::string(300, 'd'));
  const std::string mixed = history({3, 0.2, 0.2});
  for (const char one : {'.', 'd', 'f'}) EXPECT_NE(mixed.find(one), std::string::npos);
}

TEST(MemoryTable, fails_reads_as_well) {
  MemoryTable table({.seed = 1, .before = 1, .after = 0});
  std::string cursor;
  EXPECT_THROW(static_cast<void>(exists(table, "a")), Failure);
  EXPECT_THROW(static_cast<void>(table.range({"p", "", "", 0, tasks::Order::ascending})), Failure);
  EXPECT_THROW(static_cast<void>(table.log("t")), Failure);
  EXPECT_THROW(static_cast<void>(table.log_since(0, cursor, 1)), Failure);
  table.set_faults({});
  EXPECT_FALSE(exists(table, "a"));
}

TEST(MemoryTable, lets_a_hook_be_faster_or_end_the_process) {
  MemoryTable table;
  MemoryTable other = table;
  table.on_commit([&](std::span<const Write> writes, std::span<const LogEntry>) {
    other.on_commit({});
    EXPECT_EQ(writes.size(), 1U);
    EXPECT_TRUE(commit(other, {put("a")}));
  });
  EXPECT_FALSE(commit(table, {put("a")}));
  table.on_commit([](auto, auto) { throw std::runtime_error("dead"); });
  EXPECT_THROW(static_cast<void>(commit(table, {put("b")})), std::runtime_error);
  table.on_commit({});
  EXPECT_FALSE(exists(table, "b"));
}

TEST(MemoryTable, goes_back_to_a_snapshot) {
  MemoryTable table;
  const MemoryTable copy = table;
  EXPECT_TRUE(commit(table, {put("a")}, {{{"t", "1"}, 1, "{}"}}));
  const MemorySnapshot before = copy.snapshot();
  EXPECT_TRUE(commit(table, {put("a", 1), put("b")}, {{{"t", "2"}, 1, "{}"}}));
  table.restore(before);
  EXPECT_FALSE(exists(table, "b"));
  EXPECT_EQ(table.log("t").size(), 1U);
  EXPECT_FALSE(commit(table, {put("a", 2)}));
  EXPECT_TRUE(commit(table, {put("a", 1)}));
}

}  // namespace
}  // namespace exportd::testing
