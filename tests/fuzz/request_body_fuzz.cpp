// Any bytes as the JSON body of a request: pairs of what Boost.JSON's own parser reads in it too, or a problem.
#include <boost/json/parse.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

#include "api/json_body.hpp"
#include "api/problem.hpp"

namespace {

namespace json = boost::json;

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<exportd::query::NameValue> pairs;
  try {
    pairs = exportd::api::json_pairs(text);
  } catch (const exportd::api::ProblemAnswer& answer) {
    require(answer.problem.status == 400 || answer.problem.status == 422);
    return 0;
  }
  json::error_code error;
  const json::value whole = json::parse(text, error);
  require(!error && whole.is_object());
  std::set<std::string> named;
  for (const auto& [name, value] : pairs) named.insert(name);
  for (const auto& [name, value] : whole.as_object()) {
    if (value.is_string() || value.is_number() || value.is_bool()) require(named.contains(std::string(name)));
  }
  return 0;
}
