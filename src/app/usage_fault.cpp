#include "app/usage_fault.hpp"

#include <algorithm>
#include <vector>

#include "core/nearest_name.hpp"

namespace exportd::app {

namespace {

std::string known_commands(const CLI::App& line) {
  std::string known;
  for (const CLI::App* command : line.get_subcommands([](const CLI::App*) { return true; })) {
    known += (known.empty() ? "" : ", ") + command->get_name();
  }
  return known;
}

// The options that may stand where this one was given: the command's and the global ones.
std::vector<std::string> known_options(const CLI::App& line) {
  std::vector<std::string> names;
  std::vector<const CLI::App*> places{&line};
  for (const CLI::App* command : line.get_subcommands()) places.push_back(command);
  for (const CLI::App* place : places) {
    for (const CLI::Option* option : place->get_options()) {
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
  }
  return names;
}

std::string unknown_option(const CLI::App& line, const std::string& word) {
  const std::string name = word.substr(0, word.find('='));
  const std::string near = similar_name(name, known_options(line));
  return "unknown option \"" + name + "\"" + (near.empty() ? "" : ": the nearest is " + near);
}

}  // namespace

std::string usage_fault(const CLI::App& line, const CLI::ParseError& error) {
  const std::vector<std::string> unexpected = line.remaining(true);
  const auto is_option = [](const std::string& word) { return word.size() > 1 && word.front() == '-'; };
  const auto option = std::find_if(unexpected.begin(), unexpected.end(), is_option);
  if (option != unexpected.end()) return unknown_option(line, *option);
  // Where a command is missing: on the line, or behind one that has commands of its own (tasks).
  const CLI::App* place = &line;
  while (!place->get_subcommands().empty()) place = place->get_subcommands().front();
  if (known_commands(*place).empty()) return std::string("wrong usage: ") + error.what();
  const std::string of = place == &line ? "" : " of " + place->get_name();
  const bool no_command = error.get_name() == "RequiredError";
  if (unexpected.empty() && no_command) return "no command" + of + ": give one of " + known_commands(*place);
  if (unexpected.empty()) return std::string("wrong usage: ") + error.what();
  return "unknown command \"" + unexpected.front() + "\"" + of + ": known are " + known_commands(*place);
}

}  // namespace exportd::app
