// The command line, read: its commands and options. CLI11 stays behind this file, it takes long to compile.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>

#include "app/commands.hpp"

namespace exportd::app {

struct GlobalOptions {
  std::optional<std::filesystem::path> config;
  std::optional<std::filesystem::path> data;
  std::string log_level = "info";
};

using GivenCommand = std::function<int(const Session&)>;  // with its options

// The command that was given; or the exit code, when the line asks for help or for the version (which is printed, 0) or
// is wrong (which is told in one line, 2).
[[nodiscard]] std::variant<GivenCommand, int> read_command_line(int argc, char** argv, GlobalOptions& global,
                                                                const std::stop_token& stop);

}  // namespace exportd::app
