// The parameter kind polygons: `lon lat,lon lat,…`, rings joined by || (docs/search-parameters.md section 8).
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/criteria.hpp"
#include "core/result.hpp"
#include "query/query_error.hpp"

namespace exportd::query {

// The longest canonical text of a coordinate. Everything that ±308 exponents and 17 digits can say fits; the exact
// arithmetic of exact_plane.hpp needs some bound.
inline constexpr std::size_t coordinate_characters_max = 1'000;

struct Polygons {
  std::vector<Ring> rings;  // in the order of `canonical`, without the closing vertex
  std::string canonical;    // rings with it
};

// Each ring: first = last vertex, equal neighbours are one, 3 to 2,000 corners, and no two edges share a point but
// neighbours their corner.
[[nodiscard]] Result<Polygons, QueryError> parse_polygons(std::string_view parameter,
                                                          std::span<const std::string> values);

}  // namespace exportd::query
