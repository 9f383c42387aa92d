// File options from what a query gives, and their canonical text (docs/file-formats.md section 1).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/file_options.hpp"
#include "core/result.hpp"
#include "query/given_parameters.hpp"
#include "query/query_error.hpp"

namespace exportd::query {

struct ParsedOptions {
  FileOptions options;
  std::string canonical;
};

// What an option takes, for those who choose.
struct OptionWords {
  std::string_view name;
  std::vector<std::string_view> words;  // the first is the default, unless it takes several
  bool several = false;                 // any of the words, separated by commas; none of them is the default
  bool names_too = false;               // or else a list of columns' names
};
[[nodiscard]] std::vector<OptionWords> option_words();

[[nodiscard]] Result<ParsedOptions, QueryError> parse_options(const ValuesByName& given);

}  // namespace exportd::query
