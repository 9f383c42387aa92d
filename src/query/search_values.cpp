#include "query/search_values.hpp"

#include <optional>

#include "query/file_option_names.hpp"
#include "query/items.hpp"
#include "query/number.hpp"
#include "query/single_number.hpp"

namespace exportd::query {

namespace {

const ParameterSpec* find_kind(const Environment& environment, ParameterKind kind) {
  for (const ParameterSpec& spec : environment.parameters) {
    if (spec.kind == kind) return &spec;
  }
  return nullptr;
}

// west, south, east and north as one more value of the bounding box; "": none of them was given.
Result<std::string, QueryError> box_of_edges(const ValuesByName& edges) {
  std::string box;
  std::string given;
  std::string missing;
  for (const std::string_view edge : box_edge_names) {
    const auto values = edges.find(edge);
    auto number = values == edges.end() ? Result<std::string, QueryError>(std::string())
                                        : single_value(edge, values->second, SingleKind::number);
    if (!number) return number;
    (number->empty() ? missing : given) = edge;
    box += (edge == box_edge_names.front() ? "" : ",") + *number;
  }
  if (given.empty()) return std::string();
  if (!missing.empty()) {
    return Err{QueryError{.code = "conflict",
                          .parameter = given,
                          .value = {},
                          .problem = "is given without " + missing,
                          .expected = "west, south, east and north together",
                          .nearest = {}}};
  }
  return box;
}

std::optional<QueryError> check_bounds(const Environment& environment, const SearchValues& values, ParameterKind low,
                                       ParameterKind high) {
  const ParameterSpec* low_spec = find_kind(environment, low);
  const ParameterSpec* high_spec = find_kind(environment, high);
  if (low_spec == nullptr || high_spec == nullptr) return std::nullopt;
  const auto min = values.find(low_spec->name);
  const auto max = values.find(high_spec->name);
  if (min == values.end() || max == values.end()) return std::nullopt;
  if (compare_numbers(min->second.canonical, max->second.canonical) <= 0) return std::nullopt;
  return reversed_bounds(low_spec->name, min->second.canonical, max->second.canonical);
}

}  // namespace

Result<SearchValues, QueryError> parse_search(const Environment& environment, const GivenParameters& given) {
  SearchValues values;
  for (const ParameterSpec& spec : environment.parameters) {
    Values texts;
    if (const auto found = given.search.find(spec.name); found != given.search.end()) texts = found->second;
    if (spec.kind == ParameterKind::bounding_box) {
      auto box = box_of_edges(given.edges);
      if (!box) return Err{box.error()};
      if (!box->empty()) texts.push_back(std::move(box).value());
    }
    if (texts.empty()) continue;
    auto value = parse_parameter(spec, texts);
    if (!value) return Err{value.error()};
    if (!value->canonical.empty()) values.emplace(spec.name, std::move(value).value());
  }
  if (auto error = check_bounds(environment, values, ParameterKind::age_min, ParameterKind::age_max)) {
    return Err{std::move(*error)};
  }
  if (auto error = check_bounds(environment, values, ParameterKind::year_min, ParameterKind::year_max)) {
    return Err{std::move(*error)};
  }
  return values;
}

std::string canonical_search(const SearchValues& values) {
  std::vector<NameValue> pairs;
  for (const auto& [name, value] : values) pairs.emplace_back(name, value.canonical);
  return encode_sorted(std::move(pairs));
}

}  // namespace exportd::query
