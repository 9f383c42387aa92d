// The analytes and the values of an index, found by aggregations.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ports.hpp"
#include "search/opensearch_client.hpp"
#include "search/opensearch_mapping.hpp"

namespace exportd::search {

// As Search::analytes and Search::analytes_of. No deadline: MonotonicTime::max().
[[nodiscard]] std::optional<std::vector<Analyte>> opensearch_analytes(OpenSearchClient&, const OpenSearchMapping&,
                                                                      const Environment&, const Criteria&,
                                                                      MonotonicTime deadline);

// As Search::suggest.
[[nodiscard]] std::optional<std::vector<Suggestion>> opensearch_suggestions(OpenSearchClient&, const OpenSearchMapping&,
                                                                            const Environment&, const ParameterSpec&,
                                                                            std::string_view prefix, std::size_t n,
                                                                            MonotonicTime deadline);

}  // namespace exportd::search
