// An environment's search parameters and the file options as OpenAPI parameters, with what their values look like.
#pragma once

#include <boost/json/array.hpp>

#include "core/environment.hpp"

namespace exportd::api {

// Query parameters; names and aliases, ignored ones too, as all of them are accepted.
[[nodiscard]] boost::json::array openapi_parameters(const Environment& environment);

}  // namespace exportd::api
