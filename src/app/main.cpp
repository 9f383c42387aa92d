// The wiring diagram: the command line, the configuration, and one function per command.
#include <fcntl.h>
#include <unistd.h>

#include <exception>
#include <filesystem>
#include <string>
#include <variant>

#include "app/command_line.hpp"
#include "app/commands.hpp"
#include "app/config.hpp"
#include "app/messages.hpp"
#include "app/stop_signals.hpp"
#include "app/system_clock.hpp"
#include "core/failure.hpp"

namespace {

using namespace exportd;
using namespace exportd::app;

int exit_code(const Failure& failure) {
  switch (failure.kind()) {
    case FailureKind::reject: return exit_usage;
    case FailureKind::too_many: return exit_too_many;
    case FailureKind::cancel: return exit_cancelled;
    case FailureKind::retry:
    case FailureKind::lost_lease:
    case FailureKind::ours: return exit_failed;
  }
  return exit_failed;
}

void print_failure(const Failure& failure, bool debug) {
  print_line("exportd: " + failure.message());
  if (debug && !failure.detail().empty()) print_line("exportd: detail: " + failure.detail());
}

// A standard file that the caller closed must not become the next file that is opened: what is printed would go there.
void occupy_standard_files() {
  for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(number, F_GETFD) >= 0) continue;
    const int opened = ::open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY);  // using it stays an error
    static_cast<void>(opened);
  }
}

int run_command_line(int argc, char** argv, GlobalOptions& global) {
  const StopSignals signals;
  const auto given = read_command_line(argc, argv, global, signals.token());
  if (const int* code = std::get_if<int>(&given)) return *code;
  SystemClock clock;
  const Config config = load_config(global.config, global.data);
  return std::get<GivenCommand>(given)({config, clock, signals.token(), global.log_level});
}

}  // namespace

int main(int argc, char** argv) {
  GlobalOptions global;
  try {
    occupy_standard_files();
    return run_command_line(argc, argv, global);
  } catch (const Failure& failure) {
    print_failure(failure, global.log_level == "debug" || global.log_level == "trace");
    return exit_code(failure);
  } catch (const std::filesystem::filesystem_error& error) {
    print_line("exportd: " + error.path1().string() + ": " + error.code().message() +
               ": check the path and its permissions");
    return exit_failed;
  } catch (const std::exception& unexpected) {
    print_line(std::string("exportd: unexpected error: ") + unexpected.what() +
               ": this is a bug or a broken machine: report it");
    return exit_failed;
  }
}
