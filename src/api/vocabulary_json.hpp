// What can be asked for: an environment's parameters and the file options, as JSON.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "core/environment.hpp"

namespace exportd::api {

// `public_url`: before every link; empty: links are paths.
[[nodiscard]] boost::json::object parameters_json(const Environment& environment, const std::string& public_url);

}  // namespace exportd::api
