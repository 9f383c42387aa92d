#include "app/parsed_request.hpp"

#include "core/failure.hpp"

namespace exportd::app {

query::Request parsed_request(const Environment& environment, const std::string& query,
                              const std::vector<query::NameValue>& options) {
  auto parsed = query::parse_request(environment, query, query::Source::url, options);
  if (!parsed) {
    throw Failure(FailureKind::reject, parsed.error().code, parsed.error().message(), "", parsed.error().parameter);
  }
  return std::move(parsed).value();
}

}  // namespace exportd::app
