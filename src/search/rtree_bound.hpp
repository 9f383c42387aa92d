// The range in which the R*Tree is asked. It holds 32-bit floats, and a record may hold any double.
#pragma once

#include <algorithm>

namespace exportd::search {

// Applied to points and to bounds alike it keeps their order, so the pre-selection loses nothing; the exact doubles are
// compared afterwards.
[[nodiscard]] inline double rtree_bound(double degrees) {
  return std::clamp(degrees, -1e6, 1e6);
}

}  // namespace exportd::search
