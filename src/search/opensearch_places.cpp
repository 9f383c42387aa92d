#include "search/opensearch_places.hpp"

#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/failure.hpp"
#include "search/opensearch_dsl.hpp"
#include "search/polygon.hpp"

namespace exportd::search {
namespace {

using dsl::Query;

Query longitudes(const OpenSearchMapping& mapping, const BoxClause& box) {
  const std::string path = mapping.number_path("longitude");
  if (box.west <= box.east) return dsl::range(path, box.west, box.east);
  // Across the antimeridian: what lies west of it and what lies east of it.
  return dsl::any_of({dsl::range(path, box.west, std::nullopt), dsl::range(path, std::nullopt, box.east)});
}

// {"geo_polygon":{"location":{"points":[[lon,lat],…]}}}
Query inside(const Ring& ring) {
  boost::json::array points;
  for (const Vertex& corner : ring) {
    points.emplace_back(boost::json::array{dsl::number(corner.longitude), dsl::number(corner.latitude)});
  }
  return {{"geo_polygon", {{"location", {{"points", std::move(points)}}}}}};
}

// What of `ring` lies on the side of the line where `coordinate` is at most `limit` times `sign` (Sutherland and
// Hodgman). Where the ring leaves and comes back, it follows the line.
Ring clipped(const Ring& ring, double Vertex::* coordinate, double sign, double limit) {
  Ring kept;
  for (std::size_t at = 0; at < ring.size(); ++at) {
    const Vertex& from = ring[at == 0 ? ring.size() - 1 : at - 1];
    const Vertex& to = ring[at];
    const double before = limit - sign * from.*coordinate;
    const double after = limit - sign * to.*coordinate;
    if ((before < 0) != (after < 0)) {
      const double part = before / (before - after);
      Vertex crossing{std::lerp(from.longitude, to.longitude, part), std::lerp(from.latitude, to.latitude, part)};
      crossing.*coordinate = sign * limit;
      kept.push_back(crossing);
    }
    if (after >= 0) kept.push_back(to);
  }
  return kept;
}

}  // namespace

Ring on_the_globe(const Ring& ring) {
  Ring kept = ring;
  for (const double sign : {-1.0, 1.0}) {
    kept = clipped(kept, &Vertex::longitude, sign, 180);
    kept = clipped(kept, &Vertex::latitude, sign, 90);
  }
  return kept.size() < 3 ? Ring() : kept;
}

Query places_query(const OpenSearchMapping& mapping, const BoxClause& box) {
  return dsl::all_of({dsl::range(mapping.number_path("latitude"), box.south, box.north), longitudes(mapping, box)});
}

Query places_query(const OpenSearchMapping& mapping, const PolygonClause& clause) {
  const MappedField* location = mapping.field("location");
  if (location == nullptr || location->type != "geo_point") {
    throw Failure(FailureKind::ours, "search_mapping",
                  "search index: polygons cannot be searched: location is not mapped as geo_point: map it so, and give "
                  "every record with a latitude and a longitude a location");
  }
  std::vector<Query> some;
  for (const Ring& whole : clause.rings) {
    const Ring ring = on_the_globe(whole);
    if (ring.empty()) continue;
    const RingBounds bounds = ring_bounds(whole);
    some.push_back(dsl::all_of({dsl::range(mapping.number_path("latitude"), bounds.south, bounds.north),
                                dsl::range(mapping.number_path("longitude"), bounds.west, bounds.east), inside(ring)}));
  }
  return dsl::any_of(std::move(some));
}

}  // namespace exportd::search
