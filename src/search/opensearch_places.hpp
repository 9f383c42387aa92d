// Where a record was taken, asked of an index. Numbers decide; the geo_point only tells inside from outside.
#pragma once

#include <boost/json/object.hpp>

#include "core/criteria.hpp"
#include "search/opensearch_mapping.hpp"

namespace exportd::search {

[[nodiscard]] boost::json::object places_query(const OpenSearchMapping&, const BoxClause&);
[[nodiscard]] boost::json::object places_query(const OpenSearchMapping&, const PolygonClause&);

// The part of a ring that lies on the globe, longitudes within ±180 and latitudes within ±90, where all points of an
// index do: it refuses other corners. Empty: no part.
[[nodiscard]] Ring on_the_globe(const Ring&);

}  // namespace exportd::search
