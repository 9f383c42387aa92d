// Criteria → OpenSearch's query language. Pure.
#pragma once

#include <boost/json/object.hpp>

#include "core/criteria.hpp"
#include "core/environment.hpp"
#include "search/opensearch_mapping.hpp"

namespace exportd::search {

// {"bool":{"filter":[…]}}: clauses in filter context, so that nothing is scored; {"match_all":{}} without clauses.
// Failure ours "search_mapping" when the index cannot be searched so.
[[nodiscard]] boost::json::object opensearch_query(const Environment&, const OpenSearchMapping&, const Criteria&);

// One clause, to be put into a filter.
[[nodiscard]] boost::json::object opensearch_clause(const Environment&, const OpenSearchMapping&, const Clause&);

}  // namespace exportd::search
