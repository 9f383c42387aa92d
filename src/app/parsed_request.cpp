#include "app/parsed_request.hpp"

#include "core/failure.hpp"

namespace exportd::app {

query::Request parsed_request(const Environment& environment, const std::string& query,
                              const std::vector<query::NameValue>& options) {
  if (query.starts_with("https://") || query.starts_with("http://")) {
    throw Failure(FailureKind::reject, "bad_value", "query: it is a whole URL: give only what follows its ?");
  }
  auto parsed = query::parse_request(environment, query, query::Source::url, options);
  if (!parsed) {
    throw Failure(FailureKind::reject, parsed.error().code, parsed.error().message(), "", parsed.error().parameter);
  }
  return std::move(parsed).value();
}

}  // namespace exportd::app
