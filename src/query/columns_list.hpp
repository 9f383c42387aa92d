// The file option columns: present, all, or a list that is one RFC 4180 record (docs/file-formats.md section 5).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/file_options.hpp"
#include "core/result.hpp"
#include "query/query_error.hpp"

namespace exportd::query {

struct Columns {
  ColumnChoice choice = ColumnChoice::present;
  std::vector<std::string> items;  // with ColumnChoice::list: as given, sorted by bytes, each once
  std::string canonical;           // empty: the default
};

// Several values are one list. An item is quoted in the canonical text exactly when it holds , " CR or LF; empty items
// say nothing and are dropped. `present` and `all`, in any case, are keywords where they are the only item.
[[nodiscard]] Result<Columns, QueryError> parse_columns(std::span<const std::string> values, Layout layout);

}  // namespace exportd::query
