// File options from what a query gives, and their canonical text (docs/file-formats.md section 1).
#pragma once

#include <string>

#include "core/file_options.hpp"
#include "core/result.hpp"
#include "query/given_parameters.hpp"
#include "query/query_error.hpp"

namespace exportd::query {

struct ParsedOptions {
  FileOptions options;
  std::string canonical;
};

[[nodiscard]] Result<ParsedOptions, QueryError> parse_options(const ValuesByName& given);

}  // namespace exportd::query
