// The OpenAPI document as one page for people, without scripts.
#pragma once

#include <boost/json/object.hpp>
#include <string>

namespace exportd::api {

[[nodiscard]] std::string reference_page(const boost::json::object& document);

}  // namespace exportd::api
