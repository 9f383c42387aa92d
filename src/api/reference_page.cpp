#include "api/reference_page.hpp"

#include <boost/json/serialize.hpp>

#include "api/html.hpp"

namespace exportd::api {

std::string reference_page(const boost::json::object& document) {
  return html_page("Reference", "<pre>" + html_text(boost::json::serialize(document)) + "</pre>");
}

}  // namespace exportd::api
