#include "search/polygon.hpp"

#include <algorithm>
#include <limits>

#include "sqlite/failure.hpp"

namespace exportd::search {
namespace {

void inside_ring(sqlite3_context* context, int /*arguments*/, sqlite3_value** values) {
  const auto* rings = static_cast<const std::vector<Ring>*>(sqlite3_value_pointer(values[0], rings_type));
  const sqlite3_int64 number = sqlite3_value_int64(values[1]);
  if (rings == nullptr || number < 0 || static_cast<std::size_t>(number) >= rings->size()) {
    sqlite3_result_error(context, "inside_ring: no such ring", -1);
    return;
  }
  const Ring& ring = (*rings)[static_cast<std::size_t>(number)];
  const bool inside = is_inside(ring, sqlite3_value_double(values[2]), sqlite3_value_double(values[3]));
  sqlite3_result_int(context, inside ? 1 : 0);
}

}  // namespace

bool is_inside(const Ring& ring, double x, double y) {
  bool inside = false;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const auto [xi, yi] = ring[i];
    const auto [xj, yj] = ring[i == 0 ? ring.size() - 1 : i - 1];
    if ((yi > y) != (yj > y) && x < (xj - xi) * (y - yi) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

RingBounds ring_bounds(const Ring& ring) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  RingBounds bounds{infinity, -infinity, infinity, -infinity};
  for (const Vertex& vertex : ring) {
    bounds.west = std::min(bounds.west, vertex.longitude - edge_tolerance_degrees);
    bounds.east = std::max(bounds.east, vertex.longitude + edge_tolerance_degrees);
    bounds.south = std::min(bounds.south, vertex.latitude - edge_tolerance_degrees);
    bounds.north = std::max(bounds.north, vertex.latitude + edge_tolerance_degrees);
  }
  return bounds;
}

void add_polygon_function(sqlite::Database& database) {
  const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
  const int code = sqlite3_create_function_v2(database.handle(), "inside_ring", 4, flags, nullptr, inside_ring, nullptr,
                                              nullptr, nullptr);
  if (code != SQLITE_OK) sqlite::throw_failure(database.words(), database.handle(), code);
}

}  // namespace exportd::search
