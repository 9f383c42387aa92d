// Whether a ring's edges keep apart (Shamos and Hoey's sweep, exact).
#pragma once

#include <vector>

#include "query/exact_plane.hpp"

namespace exportd::query {

// `corners`: at least 3, without the closing vertex, neighbours different. True when no two edges share a point, but
// neighbours the corner between them. O(n log n) exact turns.
[[nodiscard]] bool edges_keep_apart(const std::vector<DecimalPoint>& corners);

}  // namespace exportd::query
