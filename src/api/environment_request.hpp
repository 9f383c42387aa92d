// The environment in a path, and a query read by its rules; what is wrong becomes a ProblemAnswer.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "api/http_message.hpp"
#include "api/router.hpp"
#include "api/service_parts.hpp"
#include "query/request.hpp"

namespace exportd::api {

// Of {env}; 404 naming those there are.
[[nodiscard]] const Environment& environment_in(const ServiceParts& parts, const PathValues& values);

// The pairs of the query string; 414 above 8 KiB, 422.
[[nodiscard]] std::vector<query::NameValue> query_pairs(const Request& request);

// parse_pairs; 422.
[[nodiscard]] query::Request understood(const Environment& environment, std::span<const query::NameValue> pairs);

}  // namespace exportd::api
