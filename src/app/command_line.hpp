// The commands and options of the command line, as CLI11 reads them.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "app/commands.hpp"

namespace exportd::app {

struct GlobalOptions {
  std::optional<std::filesystem::path> config;
  std::optional<std::filesystem::path> data;
  std::string log_level = "info";
};

// After parsing, `chosen` is the command that was given, with its options.
void define_commands(CLI::App& line, GlobalOptions& global, std::function<int(const Session&)>& chosen);

// Prints help or version (exit 0), or what is wrong with the command line in one line (exit 2).
[[nodiscard]] int report_usage(const CLI::App& line, const CLI::ParseError& error, const std::stop_token& stop);

}  // namespace exportd::app
