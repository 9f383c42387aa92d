// Child processes of a test. A child must not use what its parent has open in SQLite.
#pragma once

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <exception>
#include <functional>
#include <new>
#include <string>

#include "core/failure.hpp"

namespace exportd::tasks {

// Runs `work` in a child; it exits with what `work` returns, 99 after an exception.
inline pid_t start_child(const std::function<int()>& work) {
  std::fflush(nullptr);  // or the child would write it as well
  const pid_t child = ::fork();
  if (child != 0) return child;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // no child outlives a test that was killed
  int code = 99;
  try {
    code = work();
  } catch (const Failure& failure) {
    std::fprintf(stderr, "child: %s (%s)\n", failure.what(), failure.detail().c_str());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "child: %s\n", error.what());
  }
  ::_exit(code);
}

// What it has exited with; -1: it was killed.
inline int exit_code(pid_t child) {
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// A number in memory that children share with their parent.
class SharedNumber {
 public:
  SharedNumber() {
    void* const memory =
        ::mmap(nullptr, sizeof(std::atomic<int>), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::bad_alloc();
    number_ = new (memory) std::atomic<int>(0);
  }
  ~SharedNumber() { ::munmap(number_, sizeof(std::atomic<int>)); }
  SharedNumber(const SharedNumber&) = delete;
  SharedNumber& operator=(const SharedNumber&) = delete;
  std::atomic<int>& operator*() const { return *number_; }

 private:
  std::atomic<int>* number_ = nullptr;
};

inline std::string code_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.message().find('\n'), std::string::npos);
    return failure.code();
  }
  return "";
}

}  // namespace exportd::tasks
