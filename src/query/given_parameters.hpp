// What a query gives, by what it is for: pairs sorted by the names that an environment and the file options know.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/environment.hpp"
#include "core/result.hpp"
#include "query/pairs.hpp"
#include "query/query_error.hpp"

namespace exportd::query {

using Values = std::vector<std::string>;  // every value of one parameter, in the order given; not empty texts
using ValuesByName = std::map<std::string, Values, std::less<>>;

struct GivenParameters {
  ValuesByName search;   // by canonical name
  ValuesByName edges;    // west, south, east, north, where the environment knows them
  ValuesByName options;  // file options; also the old names outputlevel and showmethods
};

// Aliases are resolved, ignored names and empty values dropped; an unknown name is an error, even when empty.
[[nodiscard]] Result<GivenParameters, QueryError> sort_pairs(const Environment& environment,
                                                             std::span<const NameValue> pairs);

}  // namespace exportd::query
