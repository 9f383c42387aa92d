#include "query/request.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>

#include "core/limits.hpp"
#include "query/ascii_case.hpp"
#include "query/given_parameters.hpp"
#include "query/option_values.hpp"
#include "query/search_values.hpp"
#include "query/task_id.hpp"

namespace exportd::query {

namespace {

QueryError too_long(std::size_t bytes, std::size_t bytes_max, Source source) {
  return {.code = "too_long",
          .parameter = {},
          .value = {},
          .problem = "is " + std::to_string(bytes) + " bytes long",
          .expected = "at most " + std::to_string(bytes_max) +
                      (source == Source::url ? "; more fits into the body of a request" : ""),
          .nearest = {}};
}

}  // namespace

Result<Request, QueryError> parse_pairs(const Environment& environment, std::span<const NameValue> pairs) {
  const auto given = sort_pairs(environment, pairs);
  if (!given) return Err{given.error()};
  const auto values = parse_search(environment, *given);
  if (!values) return Err{values.error()};
  const auto options = parse_options(given->options);
  if (!options) return Err{options.error()};
  std::string search_parameters = canonical_search(*values);
  TaskId id = derive_task_id(environment.name, search_parameters, options->canonical);
  return Request{.criteria = build_criteria(environment, *values),
                 .search_parameters = std::move(search_parameters),
                 .options = options->options,
                 .file_options = options->canonical,
                 .id = std::move(id)};
}

Result<Request, QueryError> parse_request(const Environment& environment, std::string_view query_string, Source source,
                                          std::span<const NameValue> extra) {
  const std::size_t bytes = query_string.size() - (query_string.starts_with('?') ? 1 : 0);
  const std::size_t bytes_max = source == Source::url ? limits::query_bytes_max : limits::body_bytes_max;
  if (bytes > bytes_max) return Err{too_long(bytes, bytes_max, source)};
  auto decoded = decode_pairs(query_string);
  if (!decoded) return Err{decoded.error()};
  std::vector<NameValue> pairs = std::move(decoded).value();
  pairs.insert(pairs.end(), extra.begin(), extra.end());
  return parse_pairs(environment, pairs);
}

std::vector<NameValue> take_controls(std::vector<NameValue>& pairs, std::span<const std::string_view> controls) {
  const auto is_control = [&](const NameValue& pair) {
    return std::find(controls.begin(), controls.end(), pair.first) != controls.end();
  };
  std::vector<NameValue> taken;
  std::copy_if(pairs.begin(), pairs.end(), std::back_inserter(taken), is_control);
  std::erase_if(pairs, is_control);
  return taken;
}

Result<bool, QueryError> wants_refresh(std::span<const NameValue> controls) {
  std::optional<bool> wanted;
  for (const auto& [name, value] : controls) {
    const std::string word = ascii_lower_case(value);
    if (name != "refresh" || word.empty()) continue;
    const bool known = word == "true" || word == "false";
    if (!known || (wanted && *wanted != (word == "true"))) {
      return Err{QueryError{.code = known ? "conflict" : "bad_value",
                            .parameter = name,
                            .value = value,
                            .problem = known ? "is given beside its opposite" : "is not known",
                            .expected = "true or false",
                            .nearest = {}}};
    }
    wanted = word == "true";
  }
  return wanted.value_or(false);
}

}  // namespace exportd::query
