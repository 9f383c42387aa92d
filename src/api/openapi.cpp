#include "api/openapi.hpp"

#include <boost/json/parse.hpp>

namespace exportd::api {

namespace json = boost::json;

json::object openapi_document(const ServiceParts& parts) {
  return json::parse(parts.openapi_base).as_object();
}

}  // namespace exportd::api
