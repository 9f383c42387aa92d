// The fields whose values a parameter offers for completion, the same in both search stores.
#pragma once

#include <string>
#include <vector>

#include "core/environment.hpp"

namespace exportd::search {

// Of parameters that are searched by words: of a pair its first part, of a feature its type and its name.
[[nodiscard]] inline std::vector<std::string> word_fields(const ParameterSpec& spec) {
  if (spec.kind == ParameterKind::pair) return {spec.fields.at(0)};
  if (spec.kind == ParameterKind::feature) return {spec.fields.at(1), spec.fields.at(2)};
  return spec.fields;
}

}  // namespace exportd::search
