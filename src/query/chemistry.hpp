// The parameter kind chemistry: (group,variable,min,max),… (docs/search-parameters.md section 7).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/criteria.hpp"
#include "core/result.hpp"
#include "query/query_error.hpp"

namespace exportd::query {

struct Chemistry {
  std::vector<ChemistryClause> expressions;  // sorted by their text, each once
  std::string canonical;
};

// Several values: the parameter was given several times; their expressions are put together.
[[nodiscard]] Result<Chemistry, QueryError> parse_chemistry(std::string_view parameter,
                                                            std::span<const std::string> values);

// The four parts of one expression without its parentheses. For words: `text` is canonical.
struct ChemistryParts {
  std::string_view group, variable, min, max;
};
// The expressions of a canonical text.
[[nodiscard]] std::vector<ChemistryParts> chemistry_parts(std::string_view canonical);

}  // namespace exportd::query
