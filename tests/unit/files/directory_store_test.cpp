// What the contract leaves to the directory: modes, links, foreign files, folders.
#include "files/directory_store.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "core/failure.hpp"
#include "files/no_replace.hpp"
#include "files/system_failure.hpp"
#include "tests/unit/files/temporary_folder.hpp"

namespace exportd::files {
namespace {

namespace fs = std::filesystem;

class DirectoryStoreTest : public ::testing::Test {
 protected:
  void put(const std::string& key, std::string_view bytes = "bytes") {
    const std::unique_ptr<ByteSink> sink = store_.create(ObjectKey(key), {});
    sink->write(bytes);
    sink->finish();
  }
  std::string failure_code(const std::function<void()>& action) {
    try {
      action();
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.message().find(path().string()), std::string::npos) << "paths belong into the detail";
      EXPECT_NE(failure.detail(), "");
      return failure.code();
    }
    return "none";
  }
  static mode_t mode(const fs::path& path) {
    struct stat status{};
    EXPECT_EQ(::lstat(path.c_str(), &status), 0) << path;
    return status.st_mode & 07777;
  }
  [[nodiscard]] const fs::path& path() const { return folder_.path(); }

  TemporaryFolder folder_;
  DirectoryStore store_{folder_.path()};
};

TEST_F(DirectoryStoreTest, lets_only_its_owner_in) {
  const DirectoryStore deep(path() / "new" / "root" / "");
  EXPECT_EQ(mode(path() / "new" / "root"), 0700U);
  put("env/task/file");
  EXPECT_EQ(mode(path() / "env" / "task" / "file"), 0600U);
  EXPECT_EQ(mode(path() / "env" / "task"), 0700U);
  EXPECT_EQ(mode(path() / "env"), 0700U);
  EXPECT_EQ(mode(path() / ".unfinished~"), 0700U);
  const std::unique_ptr<ByteSink> sink = store_.create(ObjectKey("other"), {});
  EXPECT_EQ(mode(fs::directory_iterator(path() / ".unfinished~")->path()), 0600U);
}

TEST_F(DirectoryStoreTest, removes_folders_that_became_empty) {
  put("a/b/c/1");
  put("a/x");
  EXPECT_TRUE(store_.remove(ObjectKey("a/b/c/1")));
  EXPECT_FALSE(fs::exists(path() / "a" / "b"));
  EXPECT_TRUE(store_.remove(ObjectKey("a/x")));
  EXPECT_FALSE(fs::exists(path() / "a"));
}

TEST_F(DirectoryStoreTest, leaves_no_folder_of_an_object_that_could_not_be_published) {
  put("a/b");
  EXPECT_EQ(failure_code([&] { put("a/b/c"); }), "store_error") << "an object is no folder";
  EXPECT_EQ(failure_code([&] { put("a"); }), "object_exists") << "a folder is no object";
  const std::unique_ptr<ByteSink> sink = store_.create(ObjectKey("new/folder/object"), {});
  fs::remove_all(path() / ".unfinished~");
  EXPECT_EQ(failure_code([&] { sink->finish(); }), "store_error");
  EXPECT_FALSE(fs::exists(path() / "new"));
  EXPECT_EQ(failure_code([&] { store_.create(ObjectKey("x"), {}); }), "store_error");
}

TEST_F(DirectoryStoreTest, follows_no_symbolic_link_inside) {
  const TemporaryFolder outside;
  std::ofstream(outside.path() / "secret") << "secret";
  fs::create_directory_symlink(outside.path(), path() / "folder");
  fs::create_symlink(outside.path() / "secret", path() / "file");
  fs::create_symlink("nowhere", path() / "dangling");
  for (const char* const key : {"folder/secret", "file", "dangling"}) {
    EXPECT_EQ(store_.open(ObjectKey(key)), nullptr) << key;
    EXPECT_FALSE(store_.stat(ObjectKey(key)).has_value()) << key;
    EXPECT_FALSE(store_.remove(ObjectKey(key))) << key;
  }
  EXPECT_TRUE(store_.list("").empty());
  EXPECT_NE(failure_code([&] { put("folder/new"); }), "none");
  EXPECT_EQ(failure_code([&] { put("file"); }), "object_exists");
  EXPECT_EQ(failure_code([&] { put("dangling"); }), "object_exists");
  EXPECT_TRUE(fs::exists(outside.path() / "secret"));
  EXPECT_FALSE(fs::exists(outside.path() / "new"));
}

TEST_F(DirectoryStoreTest, may_itself_be_reached_through_a_link) {
  put("a/b");
  const TemporaryFolder other;
  fs::create_directory_symlink(path(), other.path() / "link");
  DirectoryStore store(other.path() / "link");
  EXPECT_NE(store.open(ObjectKey("a/b")), nullptr);
}

TEST_F(DirectoryStoreTest, passes_over_what_is_no_object) {
  put("a/b");
  std::ofstream(path() / "a" / "not a key") << "x";
  std::ofstream(path() / ".unfinished~" / "left") << "x";
  fs::create_directory(path() / "empty");
  ASSERT_EQ(::mkfifo((path() / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(store_.list(""), std::vector<ObjectKey>{ObjectKey("a/b")});
  EXPECT_EQ(store_.open(ObjectKey("pipe")), nullptr) << "opening a pipe would wait for ever";
  EXPECT_EQ(store_.open(ObjectKey("empty")), nullptr);
}

TEST_F(DirectoryStoreTest, keeps_its_reader_although_the_object_is_removed) {
  put("a/b", "text");
  const std::unique_ptr<ObjectReader> reader = store_.open(ObjectKey("a/b"));
  EXPECT_TRUE(store_.remove(ObjectKey("a/b")));
  std::string bytes(4, '?');
  EXPECT_EQ(reader->read_at(0, bytes), 4U);
  EXPECT_EQ(bytes, "text");
}

TEST_F(DirectoryStoreTest, gives_names_without_renameat2_just_the_same) {
  const FileDescriptor folder(::open(path().c_str(), O_RDONLY | O_DIRECTORY));
  const std::string from = "from", free = "free", taken = "taken", none = "none";
  for (const auto give_name : {rename_no_replace, link_no_replace}) {
    std::ofstream(path() / from) << "new";
    std::ofstream(path() / taken) << "old";
    EXPECT_EQ(give_name({folder.number(), from}, {folder.number(), taken}), EEXIST);
    EXPECT_EQ(fs::file_size(path() / taken), 3U);
    EXPECT_TRUE(fs::exists(path() / from));
    EXPECT_EQ(give_name({folder.number(), from}, {folder.number(), free}), 0);
    EXPECT_FALSE(fs::exists(path() / from));
    EXPECT_TRUE(fs::remove(path() / free));
    EXPECT_EQ(give_name({folder.number(), none}, {folder.number(), free}), ENOENT);
  }
}

TEST(SystemFailure, says_what_to_do_about_what_the_system_says) {
  struct Case {
    Doing doing;
    int error;
    const char* code;
  };
  constexpr Case cases[] = {
      {Doing::writing, ENOSPC, "disk_full"},    {Doing::writing, EDQUOT, "disk_full"},
      {Doing::writing, EACCES, "not_writable"}, {Doing::writing, EROFS, "not_writable"},
      {Doing::writing, EPERM, "not_writable"},  {Doing::reading, EACCES, "not_readable"},
      {Doing::writing, EFBIG, "disk_full"},     {Doing::writing, EIO, "store_error"},
      {Doing::reading, EIO, "store_error"},     {Doing::writing, EMFILE, "store_error"},
  };
  for (const Case& c : cases) {
    const Failure failure = system_failure(c.doing, c.error, "write /srv/files/a");
    EXPECT_EQ(failure.code(), c.code) << c.error;
    EXPECT_EQ(failure.kind(), FailureKind::ours);
    EXPECT_EQ(failure.message().find("/srv"), std::string::npos);
    EXPECT_NE(failure.detail().find("/srv/files/a"), std::string::npos);
  }
}

}  // namespace
}  // namespace exportd::files
