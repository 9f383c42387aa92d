// The kinds of parameters by their names, as configuration writes them and the HTTP API tells them.
#pragma once

#include <string_view>

#include "core/environment.hpp"

namespace exportd {

[[nodiscard]] constexpr std::string_view kind_name(ParameterKind kind) {
  switch (kind) {
    case ParameterKind::text: return "text";
    case ParameterKind::substring: return "substring";
    case ParameterKind::author: return "author";
    case ParameterKind::year: return "year";
    case ParameterKind::year_min: return "year_min";
    case ParameterKind::year_max: return "year_max";
    case ParameterKind::year_exact: return "year_exact";
    case ParameterKind::pair: return "pair";
    case ParameterKind::hierarchy: return "hierarchy";
    case ParameterKind::feature: return "feature";
    case ParameterKind::variables: return "variables";
    case ParameterKind::chemistry: return "chemistry";
    case ParameterKind::bounding_box: return "bounding_box";
    case ParameterKind::polygons: return "polygons";
    case ParameterKind::age_min: return "age_min";
    case ParameterKind::age_max: return "age_max";
    case ParameterKind::age_exact: break;
  }
  return "age_exact";
}

// Whether the search can say which values there are (Search::suggest); of numbers that are measured it cannot.
[[nodiscard]] constexpr bool has_values(ParameterKind kind) {
  switch (kind) {
    case ParameterKind::bounding_box:
    case ParameterKind::polygons:
    case ParameterKind::age_min:
    case ParameterKind::age_max:
    case ParameterKind::age_exact: return false;
    default: return true;
  }
}

}  // namespace exportd
