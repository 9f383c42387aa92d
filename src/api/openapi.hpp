// The OpenAPI 3.1 document of this service: the fixed part, and a path for each environment with its own parameters.
#pragma once

#include <boost/json/object.hpp>

#include "api/service_parts.hpp"

namespace exportd::api {

[[nodiscard]] boost::json::object openapi_document(const ServiceParts& parts);

}  // namespace exportd::api
