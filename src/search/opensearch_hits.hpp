// OpenSearchHits: one answer of a search, taken apart without copying: what it says of itself, and where its documents
// lie. Documents are handed on as they stand, to the byte.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace exportd::search {

struct OpenSearchHits {
  std::string context;                       // the newest _scroll_id or pit_id; empty: none was given
  std::optional<std::uint64_t> total;        // nullopt: not told, or not exact
  std::vector<std::string_view> documents;   // slices of the answer, each one JSON object
  std::string last_sort;                     // the sort values of the last document, a JSON list; empty: none
  std::optional<std::int64_t> highest_seen;  // aggregations.all.highest: the highest _seq_no of any record
  std::uint64_t sum_seen = 0;                // aggregations.all.sum: of the _seq_no of all records
  std::uint64_t records_seen = 0;            // aggregations.all: the records of the index
  std::optional<double> middle_seen;         // aggregations.middle: the median _seq_no of the selection
};

// `answer` is followed by limits::page_padding_bytes that can be read. Failure retry: "search_answer_broken";
// "search_incomplete" when the search ran out of time or a shard failed: it is whole or it is not used.
[[nodiscard]] OpenSearchHits read_hits(std::string_view answer);

}  // namespace exportd::search
