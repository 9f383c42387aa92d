// Whether one record satisfies criteria, straight from its JSON and docs/search-parameters.md, without any index: the
// plain reading that the search stores are compared with.
#pragma once

#include "core/criteria.hpp"
#include "core/environment.hpp"
#include "search/json_tree.hpp"

namespace exportd::testing {

[[nodiscard]] bool matches(const Environment&, search::JsonValue record, const Criteria&);

}  // namespace exportd::testing
