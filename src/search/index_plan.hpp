// IndexPlan: which fields of an environment's records get an index, so that a search and an import agree on it.
// It is the fields that the environment's parameters name, and those of the shipped environments in any case.
#pragma once

#include <string>
#include <vector>

#include "core/environment.hpp"

namespace exportd::search {

struct IndexPlan {
  std::vector<std::string> text_paths;    // searched as texts, such as "material", "citations.authors"; sorted
  std::vector<std::string> number_paths;  // searched as numbers, such as "citations.citationPublicationYear"; sorted
  // Names the plan and all else of the environment that the index depends on: equal text = equal index.
  std::string signature;
};

[[nodiscard]] IndexPlan index_plan(const Environment&);

// The part of the signature that says what a flat record's analytes are called.
[[nodiscard]] std::string analytes_signature(const Environment&);

}  // namespace exportd::search
