#include "query/given_parameters.hpp"

#include <algorithm>

#include "core/nearest_name.hpp"
#include "query/file_option_names.hpp"

namespace exportd::query {

namespace {

template <class Names>
bool holds(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The parameter that is called so, by its own name or an alias.
const ParameterSpec* find_parameter(const Environment& environment, std::string_view name) {
  for (const ParameterSpec& spec : environment.parameters) {
    if (spec.name == name || holds(spec.aliases, name)) return &spec;
  }
  return nullptr;
}

std::vector<std::string> known_names(const Environment& environment) {
  std::vector<std::string> names;
  for (const ParameterSpec& spec : environment.parameters) {
    names.push_back(spec.name);
    names.insert(names.end(), spec.aliases.begin(), spec.aliases.end());
  }
  if (environment.box_edges) names.insert(names.end(), box_edge_names.begin(), box_edge_names.end());
  names.insert(names.end(), file_option_names.begin(), file_option_names.end());
  return names;
}

}  // namespace

Result<GivenParameters, QueryError> sort_pairs(const Environment& environment, std::span<const NameValue> pairs) {
  GivenParameters given;
  for (const auto& [name, value] : pairs) {
    Values* values = nullptr;
    if (const ParameterSpec* spec = find_parameter(environment, name)) {
      values = value.empty() ? nullptr : &given.search[spec->name];
    } else if (environment.box_edges && holds(box_edge_names, name)) {
      values = value.empty() ? nullptr : &given.edges[name];
    } else if (holds(file_option_names, name) || holds(old_option_names, name)) {
      values = value.empty() ? nullptr : &given.options[name];
    } else if (!holds(environment.ignored, name)) {
      return Err{QueryError{.code = "unknown_parameter",
                            .parameter = name,
                            .value = {},
                            .problem = "is no parameter of " + environment.name,
                            .expected = {},
                            .nearest = nearest_name(name, known_names(environment))}};
    }
    if (values != nullptr) values->push_back(value);
  }
  return given;
}

}  // namespace exportd::query
