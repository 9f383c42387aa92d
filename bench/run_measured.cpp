// Runs a program and writes down what it took, as one JSON line.
//
//   run_measured FILE COMMAND…
//
// The kernel charges a process with the peak memory of the one that forked it; a Python script that has just made a few
// hundred megabytes of records would hide what a small program uses. This one is small itself. Ends as the program
// ends.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

int fail(const char* what) {
  std::perror(what);
  return 127;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) return fail("usage: run_measured FILE COMMAND…");
  const auto start = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child < 0) return fail("fork");
  if (child == 0) {
    execvp(arguments[2], arguments + 2);
    _exit(fail(arguments[2]));
  }
  int status = 0;
  rusage usage{};
  if (wait4(child, &status, 0, &usage) < 0) return fail("wait4");
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
  std::FILE* file = std::fopen(arguments[1], "w");
  if (file == nullptr) return fail(arguments[1]);
  std::fprintf(file, R"({"wall":%.4f,"cpu":%.4f,"peakMib":%.1f})", wall.count(),
               seconds(usage.ru_utime) + seconds(usage.ru_stime), static_cast<double>(usage.ru_maxrss) / 1024);
  if (std::fclose(file) != 0) return fail(arguments[1]);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
