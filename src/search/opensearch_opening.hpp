// Opening a selection for reading: how large its pages are, in what order they come, and in how many scrolls.
#pragma once

#include <boost/json/array.hpp>
#include <memory>
#include <stop_token>
#include <string>

#include "core/ports.hpp"
#include "search/opensearch_client.hpp"
#include "search/opensearch_mapping.hpp"

namespace exportd::search {

// As Search::open.
[[nodiscard]] OpenedSearch open_selection(const std::shared_ptr<OpenSearchClient>&, const OpenSearchMapping&,
                                          const Environment&, const Criteria&, const std::stop_token& stop);

// The sort of an environment's order: its field as text, records without it last, ties by the id; or as they lie.
// `unique`: never as they lie.
[[nodiscard]] boost::json::array opensearch_sort(const OpenSearchMapping&, const Environment&, bool unique);

}  // namespace exportd::search
