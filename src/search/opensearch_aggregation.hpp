// Asking an index for aggregations: an answer counts only if it is of all records.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/environment.hpp"
#include "core/ports.hpp"
#include "search/opensearch_client.hpp"

namespace exportd::search {

// The answer's "aggregations" over the documents of `query`. nullopt: not known by the deadline, if there is one.
// Failure(retry, "search_incomplete") if the answer is of a part of the records only.
[[nodiscard]] std::optional<boost::json::object> aggregated(OpenSearchClient&, const Environment&,
                                                            boost::json::object query, boost::json::object aggregations,
                                                            MonotonicTime deadline);

// How many records of `query` satisfy each of the filters, in their order. nullopt as above.
[[nodiscard]] std::optional<std::vector<std::uint64_t>> counted(OpenSearchClient&, const Environment&,
                                                                const boost::json::object& query,
                                                                const std::vector<boost::json::object>& filters,
                                                                MonotonicTime deadline);

// What lies at a path such as "key.variable" of an answer. Failure(retry, "search_answer_broken") if nothing does.
[[nodiscard]] const boost::json::value& part_of_answer(const boost::json::object& answer, std::string_view path);
// The objects of a list at such a path.
[[nodiscard]] std::vector<const boost::json::object*> buckets_in_answer(const boost::json::object& answer,
                                                                        std::string_view path);
// A number of documents at such a path.
[[nodiscard]] std::uint64_t count_in_answer(const boost::json::object& answer, std::string_view path);

}  // namespace exportd::search
