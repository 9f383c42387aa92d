// How a command is added to the command line: its options are read into a struct of commands.hpp, and it is chosen by
// being named.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <vector>

#include "app/command_line.hpp"

namespace exportd::app {

using Options = std::vector<query::NameValue>;

// Adds --layout and its like; they count as if they stood in the query.
void add_file_options(CLI::App& command, Options& options);

template <class Command, class Function>
CLI::App* add(CLI::App& line, const char* name, const char* help, std::shared_ptr<Command> command, GivenCommand& given,
              Function run_it) {
  CLI::App* sub = line.add_subcommand(name, help);
  sub->fallthrough();
  sub->callback(
      [command, &given, run_it] { given = [command, run_it](const Session& s) { return run_it(s, *command); }; });
  return sub;
}

// serve, worker, tasks, audit, init, doctor, backup, restore.
void define_service_commands(CLI::App& line, GivenCommand& given);

}  // namespace exportd::app
