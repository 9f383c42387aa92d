// Where the records of a search were sampled, and two analytes of each: what a map and a plot are drawn from.
#pragma once

#include <string>

#include "api/service_parts.hpp"
#include "query/request.hpp"

namespace exportd::api {

// How long the search may take for all its records.
inline constexpr std::chrono::seconds points_time_max{10};

// JSON (docs/http-api.md, section 7). Holds at most max_rows points in memory, as the text that goes out.
// Throws ProblemAnswer: 422 `too_many_rows` with the count; 503 `try_again` when not all is read within
// points_time_max, or the service stops.
[[nodiscard]] std::string points_json(const ServiceParts& parts, const Environment& environment,
                                      const query::Request& request, const PointAxes& axes);

}  // namespace exportd::api
