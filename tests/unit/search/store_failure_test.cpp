// What can happen to the store's file and its disk, and what is said and kept then.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <functional>
#include <string>

#include "core/failure.hpp"
#include "sqlite/database.hpp"
#include "test_store.hpp"
#include "tests/contract/search_contract.hpp"

namespace exportd::search {
namespace {

using contract::search_environment;

constexpr sqlite::StoreWords words{"test", ""};

std::string records(int count, std::string_view comment) {
  std::string text;
  for (int record = 0; record < count; ++record) {
    text += "{\"sampleId\":\"" + std::to_string(record) + "\",\"comment\":\"" + std::string(comment) + "\"}\n";
  }
  return text;
}

std::string code_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Failure& failure) {
    return failure.code();
  }
  return "";
}

// Runs `action` in a child process and returns what waitpid says of it.
int in_child(const std::function<int()>& action) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(action());
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  return status;
}

std::uint64_t count(const std::filesystem::path& store) {
  return SqliteSearch(store).count(search_environment(), {}, MonotonicTime::max()).value();
}

TEST(SearchStore, keeps_its_state_when_an_import_is_killed) {
  const TestFolder folder;
  static_cast<void>(import_text(folder.store(), search_environment(), records(10, "old")));
  const std::string version = SqliteSearch(folder.store()).data_version(search_environment());
  const std::string many = records(20'000, std::string(400, 'n'));
  for (const std::uint64_t lines : {256U, 5'120U, 19'968U}) {
    const int status = in_child([&] {
      static_cast<void>(import_records(folder.store(), search_environment(), from_memory(many), {},
                                       [lines](const ImportProgress& progress) {
                                         if (progress.lines >= lines) ::kill(::getpid(), SIGKILL);
                                       },
                                       {}));
      return 0;
    });
    ASSERT_TRUE(WIFSIGNALED(status));
    EXPECT_EQ(count(folder.store()), 10U);
    EXPECT_EQ(SqliteSearch(folder.store()).data_version(search_environment()), version);
  }
  EXPECT_EQ(import_text(folder.store(), search_environment(), many).added, 19'990U);
}

TEST(SearchStore, keeps_its_state_when_the_disk_is_full) {
  const TestFolder folder;
  const std::filesystem::path disk = folder.path() / "disk";
  std::filesystem::create_directory(disk);
  if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=2m") != 0) {
    GTEST_SKIP() << "a small disk needs the right to mount one";
  }
  const std::filesystem::path store = disk / "search.db";
  static_cast<void>(import_text(store, search_environment(), records(10, "old")));
  EXPECT_EQ(code_of([&] {
              static_cast<void>(import_text(store, search_environment(), records(20'000, std::string(400, 'n'))));
            }),
            "disk_full");
  EXPECT_EQ(count(store), 10U);
  EXPECT_EQ(import_text(store, search_environment(), records(11, "old")).added, 1U);
  EXPECT_EQ(::umount2(disk.c_str(), MNT_DETACH), 0);
}

TEST(SearchStore, leaves_the_disk_free_when_its_first_import_fills_it) {
  const TestFolder folder;
  const std::filesystem::path disk = folder.path() / "disk";
  std::filesystem::create_directory(disk);
  if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=2m") != 0) {
    GTEST_SKIP() << "a small disk needs the right to mount one";
  }
  const std::filesystem::path store = disk / "search.db";
  EXPECT_EQ(code_of([&] {
              static_cast<void>(import_text(store, search_environment(), records(20'000, std::string(400, 'n'))));
            }),
            "disk_full");
  constexpr std::uintmax_t empty_store_bytes_max = 256 * 1024;
  std::uintmax_t left = 0;
  for (const auto& file : std::filesystem::directory_iterator(disk)) left += file.file_size();
  EXPECT_LE(left, empty_store_bytes_max);
  EXPECT_EQ(::umount2(disk.c_str(), MNT_DETACH), 0);
}

TEST(SearchStore, is_not_made_by_reading) {
  const TestFolder folder;
  EXPECT_EQ(code_of([&] { const SqliteSearch search(folder.store()); }), "no_records");
  EXPECT_FALSE(std::filesystem::exists(folder.store()));
  for (const char* content : {"", "x"}) {
    std::ofstream(folder.store()) << content;
    EXPECT_EQ(code_of([&] { const SqliteSearch search(folder.store()); }), "no_records");
    EXPECT_EQ(std::filesystem::file_size(folder.store()), std::string(content).size());
  }
}

TEST(SearchStore, says_so_when_its_file_is_no_store_or_is_damaged) {
  const TestFolder folder;
  const std::filesystem::path text = folder.path() / "text.db";
  std::ofstream(text) << std::string(10'000, 'x');
  EXPECT_EQ(code_of([&] { const SqliteSearch search(text); }), "corrupt_store");

  const std::filesystem::path other = folder.path() / "other.db";
  sqlite::Database(other, sqlite::OpenMode::create, words).run("CREATE TABLE t(x)");
  EXPECT_EQ(code_of([&] { const SqliteSearch search(other); }), "corrupt_store");

  const std::filesystem::path newer = folder.path() / "newer.db";
  static_cast<void>(import_text(newer, search_environment(), records(1, "")));
  sqlite::Database(newer, sqlite::OpenMode::read_write, words).run("PRAGMA user_version = 999");
  EXPECT_EQ(code_of([&] { const SqliteSearch search(newer); }), "corrupt_store");
}

TEST(SearchStore, never_gives_a_document_that_is_not_the_one_imported) {
  const TestFolder folder;
  static_cast<void>(import_text(folder.store(), search_environment(), records(3, "abc")));
  {
    sqlite::Database database(folder.store(), sqlite::OpenMode::read_write, words);
    database.run("UPDATE body SET text = replace(text, 'abc', 'abd') WHERE document = 2");
  }
  SqliteSearch search(folder.store());
  EXPECT_EQ(code_of([&] { static_cast<void>(documents(search, search_environment())); }), "corrupt_store");
  sqlite::Database(folder.store(), sqlite::OpenMode::read_write, words).run("DELETE FROM body WHERE document = 2");
  EXPECT_EQ(code_of([&] { static_cast<void>(documents(search, search_environment())); }), "corrupt_store");
}

TEST(SearchStore, says_so_when_pages_of_its_file_are_overwritten) {
  const TestFolder folder;
  static_cast<void>(import_text(folder.store(), search_environment(), records(2'000, std::string(400, 'c'))));
  const auto size = std::filesystem::file_size(folder.store());
  {
    std::fstream file(folder.store(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(size / 2));
    file << std::string(size / 4, '\xAA');
  }
  SqliteSearch search(folder.store());
  EXPECT_EQ(code_of([&] { static_cast<void>(documents(search, search_environment())); }), "corrupt_store");
}

TEST(SearchStore, says_so_when_it_may_not_be_written) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root, to become somebody without rights";
  const TestFolder folder;
  static_cast<void>(import_text(folder.store(), search_environment(), records(1, "")));
  const int status = in_child([&] {
    if (::setresuid(65'534, 65'534, 65'534) != 0) return 1;
    return code_of([&] { static_cast<void>(import_text(folder.store(), search_environment(), records(2, ""))); }) ==
                   "not_writable"
               ? 0
               : 2;
  });
  EXPECT_EQ(status, 0);
  EXPECT_EQ(count(folder.store()), 1U);
}

TEST(SearchStore, says_so_when_another_import_holds_its_lock) {
  const TestFolder folder;
  static_cast<void>(import_text(folder.store(), search_environment(), records(1, "")));
  sqlite::Database other(folder.store(), sqlite::OpenMode::read_write, words);
  const sqlite::Transaction importing(other, sqlite::TransactionKind::write);
  EXPECT_EQ(count(folder.store()), 1U);  // readers do not wait for it
  EXPECT_EQ(code_of([&] { static_cast<void>(import_text(folder.store(), search_environment(), records(2, ""))); }),
            "store_locked");
}

TEST(SearchStore, is_made_once_when_many_processes_open_it_at_the_same_time) {
  const TestFolder folder;
  std::vector<pid_t> children;
  for (int child = 0; child < 8; ++child) {
    const pid_t pid = ::fork();
    if (pid == 0) {
      ::_exit(code_of([&] { static_cast<void>(import_text(folder.store(), search_environment(), "")); }).empty() ? 0
                                                                                                                 : 1);
    }
    children.push_back(pid);
  }
  for (const pid_t child : children) {
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(count(folder.store()), 0U);
}

TEST(SearchStore, gives_readers_in_two_processes_one_state_each_while_a_third_imports) {
  const TestFolder folder;
  constexpr int before = 4'000;
  static_cast<void>(import_text(folder.store(), search_environment(), records(before, std::string(2'000, 'a'))));
  // Each reader tells through its pipe that it has opened, and waits for the import's end before it reads on.
  const auto reader = [&](int opened, int imported) {
    SqliteSearch search(folder.store());
    OpenedSearch view = search.open(search_environment(), {}, {});
    std::optional<Page> page = view.pages->next({});
    char byte = 'o';
    if (::write(opened, &byte, 1) != 1 || ::read(imported, &byte, 1) != 1) return 1;
    std::uint64_t seen = 0;
    for (; page; page = view.pages->next({})) {
      for (const std::string_view document : page->documents) {
        if (document.find("aaaa") == std::string_view::npos) return 2;
        ++seen;
      }
    }
    return seen == before && view.total == before ? 0 : 3;
  };
  int opened[2];
  int imported[2];
  ASSERT_EQ(::pipe(opened), 0);
  ASSERT_EQ(::pipe(imported), 0);
  std::vector<pid_t> readers;
  for (int child = 0; child < 2; ++child) {
    const pid_t pid = ::fork();
    if (pid == 0) ::_exit(reader(opened[1], imported[0]));
    readers.push_back(pid);
  }
  char bytes[2] = {};
  ASSERT_EQ(::read(opened[0], bytes, 1), 1);
  ASSERT_EQ(::read(opened[0], bytes, 1), 1);
  const ImportReport report =
      import_text(folder.store(), search_environment(), records(before + 500, std::string(2'000, 'b')));
  EXPECT_EQ(report.replaced, static_cast<std::uint64_t>(before));
  ASSERT_EQ(::write(imported[1], bytes, 2), 2);
  for (const pid_t pid : readers) {
    int status = 0;
    EXPECT_EQ(::waitpid(pid, &status, 0), pid);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(count(folder.store()), static_cast<std::uint64_t>(before + 500));
}

}  // namespace
}  // namespace exportd::search
