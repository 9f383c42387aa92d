// Points in polygons, by the even-odd formula of docs/search-parameters.md, and the SQL function that asks for it.
#pragma once

#include <vector>

#include "core/criteria.hpp"
#include "sqlite/database.hpp"

namespace exportd::search {

[[nodiscard]] bool is_inside(const Ring&, double longitude, double latitude);

// What ring_bounds() gives is widened by this many degrees: so near to an edge either answer is right.
inline constexpr double edge_tolerance_degrees = 1e-6;

struct RingBounds {
  double west = 0, east = 0, south = 0, north = 0;
};
// A box that holds every point for which is_inside() can be true. An empty ring gives an empty box.
[[nodiscard]] RingBounds ring_bounds(const Ring&);

// inside_ring(rings, number, longitude, latitude) → 0 or 1. `rings` is a std::vector<Ring> bound with
// Statement::bind_object(…, rings_type).
inline constexpr const char* rings_type = "exportd.rings";
void add_polygon_function(sqlite::Database&);

}  // namespace exportd::search
