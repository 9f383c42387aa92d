// All search parameters of a query together: each by its kind, the four edges of a box put together, bounds compared.
#pragma once

#include <map>
#include <string>

#include "core/criteria.hpp"
#include "core/environment.hpp"
#include "core/result.hpp"
#include "query/given_parameters.hpp"
#include "query/parameter_value.hpp"
#include "query/query_error.hpp"

namespace exportd::query {

using SearchValues = std::map<std::string, ParameterValue, std::less<>>;  // by canonical name; none that says nothing

[[nodiscard]] Result<SearchValues, QueryError> parse_search(const Environment& environment,
                                                            const GivenParameters& given);

[[nodiscard]] std::string canonical_search(const SearchValues& values);

// The clauses in the order of the parameters' names; then one of all the citation's parameters, one of all ages.
[[nodiscard]] Criteria build_criteria(const Environment& environment, const SearchValues& values);

}  // namespace exportd::query
