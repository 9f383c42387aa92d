// One search parameter's value, understood by its kind.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/criteria.hpp"
#include "core/environment.hpp"
#include "core/result.hpp"
#include "query/query_error.hpp"

namespace exportd::query {

// Only the member of the parameter's kind is filled.
struct ParameterValue {
  std::string canonical;                   // empty: the parameter says nothing and is dropped
  std::vector<std::string> texts;          // text, substring, author: lower case; year: canonical years
  std::vector<GroupedItem> items;          // pair, hierarchy, feature, variables
  std::vector<ChemistryClause> chemistry;  // chemistry
  BoxClause box;                           // bounding_box
  std::vector<Ring> rings;                 // polygons
};
// The kinds of one number (year_min … age_exact) have no more than their canonical text.

// `values`: as given, decoded; more than one where the parameter was repeated.
[[nodiscard]] Result<ParameterValue, QueryError> parse_parameter(const ParameterSpec& spec,
                                                                 std::span<const std::string> values);

}  // namespace exportd::query
