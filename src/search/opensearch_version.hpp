// The state of an index, so that two exports of the same state can be told from two of different ones.
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <optional>
#include <string>

#include "search/opensearch_client.hpp"
#include "search/opensearch_hits.hpp"

namespace exportd::search {

// What has been written: "uuid:18,20", the highest sequence number of each shard; several indices with blanks between.
struct IndexState {
  std::string written;
  std::size_t shards = 0;
};
[[nodiscard]] IndexState index_state(OpenSearchClient&, const std::string& index, const Patience&);

// Aggregations that a search asks for so that its hits say what it could see: what is written is seen a while later.
[[nodiscard]] boost::json::object seen_aggregations();

// "uuid:18,20 20/197/10816": changes with every write, and again when a search sees it. The highest and the sum of the
// numbers that a search sees, and the number of records: a replaced record raises the sum, a deleted one lowers the
// last.
[[nodiscard]] std::string version_text(const IndexState& state, const OpenSearchHits& hits);

}  // namespace exportd::search
