// Two scrolls of one shard, split at a sequence number: documents stay next to each other on the disk, and two cores
// read them. Two scrolls are two snapshots, so it is proven that nothing changed between them, or they are not used.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>

#include "search/opensearch_cursor.hpp"

namespace exportd::search {

struct SplitPlan {
  std::string preference;    // has all requests go to the same copy of the shard
  std::int64_t middle = 0;   // the first scroll has the records up to it
  std::int64_t highest = 0;  // and the second those up to this, the highest that could be seen before
  std::uint64_t records_seen = 0;
};

struct SplitScrolls {
  OpenedScroll low;
  OpenedScroll high;
};

// nullopt: something was written in between; both are closed again.
//
// A write makes its record vanish from where it was and, but for a deletion, stand above `highest`. Neither range can
// gain records. So if afterwards, on the same copy, nothing stands above `highest` and the selection holds as many
// records as both scrolls together, then neither range lost any between the two openings, and both show one state.
[[nodiscard]] std::optional<SplitScrolls> open_split(OpenSearchClient&, const std::string& index, const SplitPlan&,
                                                     const boost::json::object& query, const boost::json::object& body,
                                                     const std::stop_token& stop);

// A preference that no other export has.
[[nodiscard]] std::string new_preference();

}  // namespace exportd::search
