#include "app/environment_fields.hpp"

#include <algorithm>
#include <array>

#include "core/record_fields.hpp"

namespace exportd::app {

namespace {

// Top-level fields that hold objects.
constexpr std::array<std::string_view, 4> containers = {"geoFeatures", "location", "citations", "results"};

constexpr std::array<std::string_view, 25> inner_paths = {
    "geoFeatures.type",
    "geoFeatures.name",
    "citations.citationId",
    "citations.citationCode",
    "citations.authors",
    "citations.citationTitle",
    "citations.citationContainerTitle",
    "citations.citationPublicationYear",
    "citations.citationVolume",
    "citations.citationIssue",
    "citations.citationPages",
    "citations.citationDOI",
    "results.variable",
    "results.variableGroup",
    "results.value",
    "results.unit",
    "results.method",
    "results.methodComment",
    "results.laboratory",
    "results.stdevValue",
    "results.stdevType",
    "results.stdevUnit",
    "results.qualifier",
    "results.valueText",
    "results.citationId",
};

template <class Names>
bool holds(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

bool is_own_value(std::string_view name) {
  return holds(own_fields, name) && !holds(containers, name);
}

const std::vector<std::string>& value_paths() {
  static const std::vector<std::string> paths = [] {
    std::vector<std::string> all;
    for (const std::string_view field : own_fields) {
      if (is_own_value(field)) all.emplace_back(field);
    }
    all.insert(all.end(), inner_paths.begin(), inner_paths.end());
    return all;
  }();
  return paths;
}

bool is_value_path(std::string_view path) {
  return holds(value_paths(), path);
}

}  // namespace exportd::app
