// The parameter kind bounding_box: west,south,east,north in degrees (docs/search-parameters.md section 8).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/criteria.hpp"
#include "core/result.hpp"
#include "query/query_error.hpp"

namespace exportd::query {

struct Box {
  BoxClause clause;
  std::string canonical;  // empty: none was given
};

// Longitudes within ±180, latitudes within ±90, south ≤ north; two different boxes are an error.
[[nodiscard]] Result<Box, QueryError> parse_bounding_box(std::string_view parameter,
                                                         std::span<const std::string> values);

}  // namespace exportd::query
