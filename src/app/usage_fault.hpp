// What is wrong with a command line that CLI11 does not take, in words that tell what to write instead.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace exportd::app {

// "unknown command "exprot": known are …", for example. Without a line end and without the program's name.
[[nodiscard]] std::string usage_fault(const CLI::App& line, const CLI::ParseError& error);

}  // namespace exportd::app
