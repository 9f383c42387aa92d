// What can happen to the store's file and its disk, and what is said and kept then.
#include <gtest/gtest.h>
#include <sys/mount.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <string>
#include <thread>

#include "sqlite/database.hpp"
#include "tasks/sqlite_table.hpp"
#include "tasks/stored_tasks.hpp"
#include "tests/contract/task_store_contract.hpp"
#include "tests/unit/tasks/processes.hpp"
#include "tests/unit/tasks/temporary_folder.hpp"

namespace exportd::tasks {
namespace {

constexpr sqlite::StoreWords words{"test", ""};

Write put(const std::string& sort, const std::string& text = "") {
  return {Write::Kind::put, {"p", sort}, 0, R"({"text":")" + text + R"("})"};
}

bool commit(SqliteTable& table, const std::vector<Write>& writes, const std::vector<LogEntry>& log = {}) {
  return table.commit(writes, log);
}

std::size_t records(SqliteTable& table) {
  return table.range({"p", "", "", 0, Order::ascending}).size();
}

std::size_t records(const std::filesystem::path& path) {
  SqliteTable table(path);
  return records(table);
}

sqlite::Database raw(const std::filesystem::path& path) {
  return {path, sqlite::OpenMode::read_write, words};
}

// A disk of its own, for as long as the test.
class SmallDisk {
 public:
  SmallDisk(std::filesystem::path path, const char* options) : path_(std::move(path)) {
    std::filesystem::create_directory(path_);
    mounted_ = ::mount("tmpfs", path_.c_str(), "tmpfs", 0, options) == 0;
  }
  ~SmallDisk() {
    if (mounted_) ::umount2(path_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  [[nodiscard]] bool mounted() const { return mounted_; }

 private:
  std::filesystem::path path_;
  bool mounted_ = false;
};

TEST(SqliteTable, says_so_when_the_disk_is_full_and_loses_nothing_and_goes_on_when_there_is_room) {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / "disk";
  const SmallDisk disk(path, "size=5m");
  if (!disk.mounted()) GTEST_SKIP() << "a small disk needs the right to mount one";
  std::ofstream(path / "other") << std::string(2'000'000, 'x');
  SqliteTable table(path / "tasks.db");
  // After a failure there may be room again for a while, where the write-ahead log begins anew.
  std::size_t done = 0;
  for (int i = 0, failures = 0; failures < 20; ++i) {
    ASSERT_LT(i, 100'000) << "the disk is never full";
    const std::string sort = std::to_string(i);
    const std::string code =
        code_of([&] { EXPECT_TRUE(commit(table, {put(sort, std::string(900, 't'))}, {{{"t", sort}, 1, "{}"}})); });
    if (code.empty()) {
      ++done;
      failures = 0;
      continue;
    }
    ++failures;
    ASSERT_EQ(code, "disk_full");
    ASSERT_EQ(records(table), done) << "what was confirmed is there and can be read, and nothing else";
  }
  EXPECT_GT(done, 100U);
  std::filesystem::remove(path / "other");
  EXPECT_TRUE(commit(table, {put("more", std::string(9'000, 't'))}));
  EXPECT_EQ(records(path / "tasks.db"), done + 1);
  EXPECT_EQ(table.log("t").size(), done);
}

TEST(SqliteTable, says_so_when_the_disk_is_full_before_the_file_is_made) {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / "disk";
  const SmallDisk disk(path, "size=64k");
  if (!disk.mounted()) GTEST_SKIP() << "a small disk needs the right to mount one";
  std::ofstream(path / "other") << std::string(60'000, 'x');
  EXPECT_EQ(code_of([&] { const SqliteTable table(path / "tasks.db"); }), "disk_full");
  std::filesystem::remove(path / "other");
  EXPECT_EQ(code_of([&] { const SqliteTable table(path / "tasks.db"); }), "");
}

TEST(SqliteTable, says_so_when_it_may_not_be_written) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root, to become somebody without rights";
  const TemporaryFolder folder;
  {
    SqliteTable table(folder.store());
    EXPECT_TRUE(commit(table, {put("1")}));
  }
  std::filesystem::permissions(folder.path(), std::filesystem::perms(0755));
  std::filesystem::permissions(folder.store(), std::filesystem::perms(0644));
  const pid_t child = start_child([&] {
    if (::setresuid(65'534, 65'534, 65'534) != 0) return 1;
    if (code_of([&] { const SqliteTable table(folder.path() / "new.db"); }) != "not_writable") return 2;
    return code_of([&] {
             SqliteTable table(folder.store());
             static_cast<void>(commit(table, {put("2")}));
           }) == "not_writable"
               ? 0
               : 3;
  });
  EXPECT_EQ(exit_code(child), 0);
  EXPECT_EQ(records(folder.store()), 1U);
}

TEST(SqliteTable, waits_for_a_lock_and_says_so_when_it_is_held_too_long) {
  const TemporaryFolder folder;
  SqliteTable table(folder.store());
  EXPECT_TRUE(commit(table, {put("1")}));
  for (const bool too_long : {false, true}) {
    std::atomic<bool> held = false;
    std::atomic<bool> answered = false;
    const std::jthread holder([&] {
      sqlite::Database other = raw(folder.store());
      const sqlite::Transaction transaction(other, sqlite::TransactionKind::write);
      held = true;
      do {
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
      } while (too_long && !answered);
    });
    while (!held) std::this_thread::yield();
    EXPECT_EQ(records(table), too_long ? 2U : 1U) << "readers do not wait";
    const std::string code = code_of([&] { static_cast<void>(commit(table, {put(too_long ? "late" : "waited")})); });
    answered = true;
    EXPECT_EQ(code, too_long ? "store_locked" : "");
  }
  EXPECT_TRUE(commit(table, {put("after")}));
  EXPECT_EQ(records(table), 3U);
}

TEST(SqliteTable, says_so_when_the_file_is_not_one_of_its_own) {
  const TemporaryFolder folder;
  const auto opened = [](const std::filesystem::path& path) { return code_of([&] { const SqliteTable table(path); }); };
  const std::filesystem::path text = folder.path() / "text.db";
  std::ofstream(text) << std::string(10'000, 'x');
  EXPECT_EQ(opened(text), "corrupt_store");

  const std::filesystem::path other = folder.path() / "other.db";
  sqlite::Database(other, sqlite::OpenMode::create, words).run("CREATE TABLE t(x)");
  EXPECT_EQ(opened(other), "corrupt_store");

  const std::filesystem::path search = folder.path() / "search.db";
  sqlite::Database(search, sqlite::OpenMode::create, words)
      .run("CREATE TABLE t(x); PRAGMA application_id = 7; PRAGMA user_version = 1");
  EXPECT_EQ(opened(search), "corrupt_store");

  EXPECT_EQ(opened(folder.store()), "");
  raw(folder.store()).run("PRAGMA user_version = 999");
  EXPECT_EQ(opened(folder.store()), "corrupt_store") << "of a newer version";
  raw(folder.store()).run("PRAGMA user_version = 1");
  EXPECT_EQ(opened(folder.store()), "");
}

TEST(SqliteTable, says_so_when_pages_of_its_file_are_overwritten_or_missing) {
  for (const bool cut : {false, true}) {
    const TemporaryFolder folder;
    {
      SqliteTable table(folder.store());
      for (int i = 0; i < 300; ++i) EXPECT_TRUE(commit(table, {put(std::to_string(i), std::string(900, 't'))}));
    }
    const auto size = std::filesystem::file_size(folder.store());
    if (cut) {
      std::filesystem::resize_file(folder.store(), size / 2);
    } else {
      std::fstream file(folder.store(), std::ios::in | std::ios::out | std::ios::binary);
      file.seekp(static_cast<std::streamoff>(size / 3));
      file << std::string(size / 2, '\xAA');
    }
    EXPECT_EQ(code_of([&] { static_cast<void>(records(folder.store())); }), "corrupt_store");
  }
}

TEST(SqliteTable, gives_no_record_that_is_damaged) {
  const TemporaryFolder folder;
  const contract::HandClock clock;
  SqliteTable table(folder.store());
  StoredTasks store(table, clock, {}, "first");
  const NewRequest request{.task = {contract::task_id("rocks"), "petdb", "", ""},
                           .email = {},
                           .idempotency_key = {},
                           .token = [](int) { return TokenHash{"token"}; },
                           .data_version = {}};
  ASSERT_TRUE(store.create_or_join(request).ok());
  for (const char* const body : {"{", "7", R"({"number":"one"})", R"({"number":1,"status":"Lost"})"}) {
    raw(folder.store())
        .run((std::string("UPDATE record SET body = CAST('") + body + "' AS BLOB) " +
              "WHERE CAST(sort AS TEXT) LIKE 'run#%'")
                 .c_str());
    EXPECT_EQ(code_of([&] { static_cast<void>(store.get(request.task.id, std::nullopt)); }), "corrupt_store") << body;
    EXPECT_EQ(code_of([&] { static_cast<void>(store.claim_next("w1")); }), "corrupt_store") << body;
  }
}

TEST(SqliteTable, lets_nobody_alter_or_delete_its_log) {
  const TemporaryFolder folder;
  SqliteTable table(folder.store());
  EXPECT_TRUE(commit(table, {}, {{{"t", "1"}, 1, R"({"text":"first"})"}}));
  sqlite::Database other = raw(folder.store());
  EXPECT_NE(code_of([&] { other.run("UPDATE log SET body = x'7b7d'"); }), "");
  EXPECT_NE(code_of([&] { other.run("DELETE FROM log"); }), "");
  other.run("INSERT OR REPLACE INTO log(partition, sort, stamp, body) SELECT partition, sort, 2, x'7b7d' FROM log");
  EXPECT_EQ(other.changes(), 0);
  ASSERT_EQ(table.log("t").size(), 1U);
  EXPECT_EQ(table.log("t")[0].body, R"({"text":"first"})");
  EXPECT_EQ(table.log("t")[0].stamp, 1);
}

TEST(SqliteTable, copies_itself_into_a_new_file_that_is_a_store_like_any_other) {
  const TemporaryFolder folder;
  const std::filesystem::path copy = folder.path() / "copy.db";
  SqliteTable table(folder.store());
  EXPECT_TRUE(commit(table, {put("1")}, {{{"t", "1"}, 1, "{}"}}));
  table.copy_to(copy);
  EXPECT_TRUE(commit(table, {put("2")}));
  EXPECT_NE(code_of([&] { table.copy_to(copy); }), "") << "never over another file";
  EXPECT_EQ(records(copy), 1U);
  SqliteTable opened(copy);
  EXPECT_TRUE(commit(opened, {put("3")}));
  EXPECT_EQ(opened.log("t").size(), 1U);
  sqlite::Database other = raw(copy);
  sqlite::Statement mode(other, "PRAGMA journal_mode");
  ASSERT_TRUE(mode.step());
  EXPECT_EQ(mode.blob(0), "wal") << "its readers do not wait for its writers either";
  EXPECT_NE(code_of([&] { other.run("DELETE FROM log"); }), "");
}

}  // namespace
}  // namespace exportd::tasks
