// Any bytes as a query string: it parses or says what is wrong, and what is canonical stays as it is.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "app/environments.hpp"
#include "core/limits.hpp"
#include "query/request.hpp"
#include "query/words.hpp"

namespace {

using exportd::Environment;

void require(bool holds) {
  if (!holds) std::abort();
}

void check(const Environment& environment, std::string_view query_string) {
  const auto request = exportd::query::parse_request(environment, query_string, exportd::query::Source::body);
  if (!request) {
    require(!request.error().code.empty());
    require(!request.error().message().empty());
    return;
  }
  require(exportd::TaskId::well_formed(request->id.text()));
  require(!exportd::query::in_words(environment, *request).empty());
  const std::string canonical = request->search_parameters + "&" + request->file_options;
  if (canonical.size() > exportd::limits::body_bytes_max) return;  // percent-encoding makes a text three times as long
  const auto again = exportd::query::parse_request(environment, canonical, exportd::query::Source::body);
  require(again.ok());
  require(again->search_parameters == request->search_parameters);
  require(again->file_options == request->file_options);
  require(again->id == request->id);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<Environment> environments = exportd::app::shipped_environments();
  if (size == 0) return 0;
  const Environment& environment = environments[data[0] % environments.size()];
  check(environment, {reinterpret_cast<const char*>(data) + 1, size - 1});
  return 0;
}
