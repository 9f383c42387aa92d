// What was measured, asked of an index: in nested results, or in the fields of flat records.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "core/criteria.hpp"
#include "core/environment.hpp"
#include "search/opensearch_mapping.hpp"

namespace exportd::search {

[[nodiscard]] boost::json::object results_query(const Environment&, const OpenSearchMapping&, const VariablesClause&);
[[nodiscard]] boost::json::object results_query(const Environment&, const OpenSearchMapping&, const ChemistryClause&);

// The analyte fields that the records of a flat index have, with the names that the configuration gives them, or else
// the field's own as variable; in the order of the fields.
[[nodiscard]] std::vector<FlatAnalyte> flat_analytes(const Environment&, const OpenSearchMapping&);
// A record has a result in one of the fields: a number, or a text, which the index names among what it ignored.
[[nodiscard]] boost::json::object has_flat_result(const std::vector<std::string>& fields);

}  // namespace exportd::search
