// A query given on the command line, read by the environment's rules; what is wrong with it becomes a Failure.
#pragma once

#include <string>
#include <vector>

#include "core/environment.hpp"
#include "query/request.hpp"

namespace exportd::app {

// `options`: file options given as flags, as if they stood in the query. Failure(reject) names the parameter.
[[nodiscard]] query::Request parsed_request(const Environment& environment, const std::string& query,
                                            const std::vector<query::NameValue>& options);

}  // namespace exportd::app
