// The wiring diagram: the command line, the configuration, and one function per command.
#include <CLI/CLI.hpp>
#include <clocale>
#include <cstdio>
#include <exception>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "app/command_line.hpp"
#include "app/commands.hpp"
#include "app/config.hpp"
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
  std::fprintf(stderr, "exportd: %s\n", failure.what());
  if (debug && !failure.detail().empty()) std::fprintf(stderr, "exportd: detail: %s\n", failure.detail().c_str());
}

}  // namespace

int main(int argc, char** argv) {
  GlobalOptions global;
  std::function<int(const Session&)> command;
  CLI::App line("exportd: geochemistry search results as verified files", "exportd");
  define_commands(line, global, command);
  try {
    line.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return report_usage(line, error);
  }
  try {
    const StopSignals signals;
    SystemClock clock;
    const Config config = load_config(global.config, global.data);
    return command({config, clock, signals.token(), global.log_level});
  } catch (const Failure& failure) {
    print_failure(failure, global.log_level == "debug" || global.log_level == "trace");
    return exit_code(failure);
  } catch (const std::exception& unexpected) {
    std::fprintf(stderr, "exportd: unexpected error: %s: this is a bug or a broken machine: report it\n",
                 unexpected.what());
    return exit_failed;
  }
}
