// The file options as flags of the command line.
#include <array>
#include <utility>

#include "app/command_definition.hpp"

namespace exportd::app {

void add_file_options(CLI::App& command, Options& options) {
  static constexpr std::array<std::pair<const char*, const char*>, 6> with_value{{
      {"fileType", "csv, json or ndjson"},
      {"columns", "present, all or a list of columns"},
      {"layout", "sample, method or long"},
      {"repeats", "join or columns"},
      {"companions", "some of qualifier,method,stdev,lab,comment"},
      {"compression", "none, gzip or zstd"},
  }};
  for (const auto& [name, help] : with_value) {
    command.add_option_function<std::string>(
        std::string("--") + name,
        [&options, option = name](const std::string& value) { options.emplace_back(option, value); }, help);
  }
  static constexpr std::array<std::pair<const char*, const char*>, 2> switches{{
      {"bom", "begin a CSV file with a byte order mark"},
      {"safe", "neutralise spreadsheet formulas in the text cells of a CSV file"},
  }};
  for (const auto& [name, help] : switches) {
    command
        .add_option_function<std::string>(
            std::string("--") + name,
            [&options, option = name](const std::string& value) {
              options.emplace_back(option, value.empty() ? "true" : value);
            },
            help)
        ->expected(0, 1)
        ->default_str("true")
        ->type_name("[true|false]");
  }
}

}  // namespace exportd::app
