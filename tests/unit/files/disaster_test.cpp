// Full disks, read-only disks and sudden death: nothing unfinished is ever visible.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "core/failure.hpp"
#include "files/directory_store.hpp"
#include "files/write_all.hpp"
#include "tests/unit/files/temporary_folder.hpp"

namespace exportd::files {
namespace {

std::string code_of_storing(DirectoryStore& store, const std::string& key, std::size_t bytes) {
  try {
    const std::unique_ptr<ByteSink> sink = store.create(ObjectKey(key), {});
    const std::string block(64 * 1024, 'x');
    for (std::size_t at = 0; at < bytes; at += block.size()) sink->write(block);
    sink->finish();
  } catch (const Failure& failure) {
    return failure.code();
  }
  return "none";
}

constexpr int not_possible_here = 77;

// Runs `work` in a child process; what it returns is the child's exit code.
int in_child(const std::function<int()>& work) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(work());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// Runs `work` with a file system of 1 MiB of its own at `path`, which nobody else sees and which goes with the child.
int on_small_disk(const std::filesystem::path& path, const std::function<int()>& work) {
  return in_child([&] {
    const int spaces = ::geteuid() == 0 ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER;
    const bool ready = ::unshare(spaces) == 0 && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                       ::mount("tmpfs", path.c_str(), "tmpfs", 0, "size=1m") == 0;
    return ready ? work() : not_possible_here;
  });
}

TEST(FullDisk, is_told_as_such_and_leaves_nothing) {
  const TemporaryFolder folder;
  const int outcome = on_small_disk(folder.path(), [&] {
    DirectoryStore store(folder.path());
    if (code_of_storing(store, "a/fits", 512 * 1024) != "none") return 1;
    if (code_of_storing(store, "b/c/big", 4 * 1024 * 1024) != "disk_full") return 2;
    if (store.list("").size() != 1 || std::filesystem::exists(folder.path() / "b")) return 3;
    if (folder.unfinished() != 0) return 4;
    if (code_of_storing(store, "a/next", 256 * 1024) != "none") return 5;  // the space has come back
    return 0;
  });
  if (outcome == not_possible_here) GTEST_SKIP() << "no permission to mount a small disk";
  EXPECT_EQ(outcome, 0);
}

TEST(ReadOnlyDisk, is_told_as_such_and_still_read) {
  const TemporaryFolder folder;
  const int outcome = on_small_disk(folder.path(), [&] {
    {
      DirectoryStore(folder.path()).create(ObjectKey("a"), {})->finish();
    }
    if (::mount("tmpfs", folder.path().c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, nullptr) != 0) return 1;
    DirectoryStore store(folder.path());
    if (store.open(ObjectKey("a")) == nullptr) return 2;
    if (code_of_storing(store, "b", 1) != "not_writable") return 3;
    try {
      store.remove(ObjectKey("a"));
      return 4;
    } catch (const Failure& failure) {
      return failure.code() == "not_writable" ? 0 : 5;
    }
  });
  if (outcome == not_possible_here) GTEST_SKIP() << "no permission to mount a small disk";
  EXPECT_EQ(outcome, 0);
}

TEST(FullDevice, is_told_as_a_full_disk) {
  const FileDescriptor full(::open("/dev/full", O_WRONLY));
  try {
    write_all(full.number(), "bytes", "path");
    FAIL() << "/dev/full takes nothing";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code(), "disk_full");
  }
}

TEST(FileSizeLimit, is_told_as_a_full_disk_and_leaves_nothing) {
  const TemporaryFolder folder;
  EXPECT_EQ(in_child([&] {
              std::signal(SIGXFSZ, SIG_IGN);
              const rlimit limit{100'000, 100'000};
              if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return not_possible_here;
              DirectoryStore store(folder.path());
              if (code_of_storing(store, "a/big", 4 * 1024 * 1024) != "disk_full") return 1;
              return store.list("").empty() && folder.unfinished() == 0 ? 0 : 2;
            }),
            0);
}

// A full pipe makes write(2) wait, so that signals find it with nothing written (EINTR) and, later, with a part
// written.
TEST(Interruption, does_not_harm_a_write) {
  int ends[2] = {};
  ASSERT_EQ(::pipe(ends), 0);
  const int capacity = ::fcntl(ends[1], F_SETPIPE_SZ, 4096);
  ASSERT_GT(capacity, 0);
  write_all(ends[1], std::string(static_cast<std::size_t>(capacity), 'x'), "pipe");
  struct sigaction action{};
  action.sa_handler = [](int) {};  // and no SA_RESTART
  struct sigaction before{};
  ASSERT_EQ(::sigaction(SIGALRM, &action, &before), 0);
  const std::string bytes(1024 * 1024, 'x');
  const pid_t reader = ::fork();
  if (reader == 0) {
    ::close(ends[1]);
    for (int i = 0; i < 50; ++i) {
      ::kill(::getppid(), SIGALRM);
      ::usleep(1000);
    }
    std::size_t got = 0;
    std::string block(10'000, '\0');
    while (const ssize_t n = ::read(ends[0], block.data(), block.size())) {
      if (n < 0) ::_exit(1);
      got += static_cast<std::size_t>(n);
      ::kill(::getppid(), SIGALRM);
    }
    ::_exit(got == bytes.size() + static_cast<std::size_t>(capacity) ? 0 : 2);
  }
  EXPECT_NO_THROW(write_all(ends[1], bytes, "pipe"));
  ::close(ends[1]);
  ::close(ends[0]);
  int status = 0;
  while (::waitpid(reader, &status, 0) < 0 && errno == EINTR) {
  }
  ::sigaction(SIGALRM, &before, nullptr);
  EXPECT_EQ(status, 0);
}

TEST(SuddenDeath, in_the_middle_of_an_object_leaves_nothing_visible) {
  const TemporaryFolder folder;
  int ends[2] = {};
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    DirectoryStore store(folder.path());
    const std::unique_ptr<ByteSink> sink = store.create(ObjectKey("a/b"), {});
    sink->write(std::string(1024 * 1024, 'x'));
    static_cast<void>(::write(ends[1], "x", 1) == 1);
    while (true) ::pause();
  }
  char byte = 0;
  ASSERT_EQ(::read(ends[0], &byte, 1), 1);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  ::close(ends[0]);
  ::close(ends[1]);

  DirectoryStore store(folder.path());
  EXPECT_TRUE(store.list("").empty());
  EXPECT_EQ(store.open(ObjectKey("a/b")), nullptr);
  EXPECT_EQ(folder.unfinished(), 1);
  EXPECT_EQ(store.abort_unfinished(WallTime::max()), 1U);
  EXPECT_EQ(folder.unfinished(), 0);
  EXPECT_EQ(code_of_storing(store, "a/b", 10), "none");
}

TEST(SuddenDeath, at_any_moment_leaves_whole_objects_only) {
  const TemporaryFolder folder;
  constexpr std::size_t object_bytes = 192 * 1024;
  for (int round = 0; round < 10; ++round) {
    int ends[2] = {};
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      DirectoryStore store(folder.path());
      for (int i = 0;; ++i) {
        const std::string key = std::to_string(round) + "/" + std::to_string(i);
        static_cast<void>(::write(ends[1], "x", 1) == 1);
        if (code_of_storing(store, key, object_bytes) != "none") ::_exit(1);
      }
    }
    // Death comes while the child is at its object number `round`, wherever it has got by then.
    char byte = 0;
    for (int i = 0; i <= round; ++i) ASSERT_EQ(::read(ends[0], &byte, 1), 1);
    ::usleep(static_cast<useconds_t>(round) * 97);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
    ::close(ends[0]);
    ::close(ends[1]);
  }
  DirectoryStore store(folder.path());
  const std::vector<ObjectKey> keys = store.list("");
  EXPECT_GE(keys.size(), 45U) << "each child had finished as many as its round says";
  for (const ObjectKey& key : keys) EXPECT_EQ(store.stat(key)->bytes, object_bytes) << key.text();
  store.abort_unfinished(WallTime::max());
  EXPECT_EQ(folder.unfinished(), 0);
}

}  // namespace
}  // namespace exportd::files
