#include "search/opensearch_aggregation.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <utility>

#include "core/failure.hpp"
#include "search/opensearch_fault.hpp"
#include "search/opensearch_index.hpp"

namespace exportd::search {
namespace {

namespace json = boost::json;

// Each filter looks at every record, so that one request of many more would outlast a usual timeout.
constexpr std::size_t filters_per_request = 500;

// As read_hits() has it: a shard that is not up does not count as failed.
bool is_whole(const json::object& answer) {
  const json::value& timed_out = part_of_answer(answer, "timed_out");
  return timed_out.is_bool() && !timed_out.get_bool() && count_in_answer(answer, "_shards.failed") == 0 &&
         count_in_answer(answer, "_shards.successful") == count_in_answer(answer, "_shards.total");
}

}  // namespace

std::optional<json::object> aggregated(OpenSearchClient& client, const Environment& environment, json::object query,
                                       json::object aggregations, MonotonicTime deadline) {
  json::object body;
  body.emplace("query", std::move(query));
  body.emplace("track_total_hits", false);
  body.emplace("aggs", std::move(aggregations));
  const OpenSearchRequest request{"POST", "/" + index_path(environment) + "/_search?size=0&" + whole_only,
                                  json::serialize(body)};
  const std::optional<std::vector<char>> text = client.known_by(deadline, request);
  if (!text) return std::nullopt;
  boost::system::error_code error;
  json::value answer = json::parse({text->data(), text->size()}, error);
  if (error || !answer.is_object()) throw broken_answer("no JSON object");
  if (is_whole(answer.get_object())) {
    const json::value& found = part_of_answer(answer.get_object(), "aggregations");
    if (!found.is_object()) throw broken_answer("no aggregations");
    return std::move(answer.get_object().at("aggregations").get_object());
  }
  if (deadline != MonotonicTime::max()) return std::nullopt;
  throw Failure(FailureKind::retry, "search_incomplete",
                "search: the records could not all be read: a part of the search is not available: try again later",
                "OpenSearch answered an aggregation in part: timed_out or failed shards");
}

std::optional<std::vector<std::uint64_t>> counted(OpenSearchClient& client, const Environment& environment,
                                                  const json::object& query, const std::vector<json::object>& filters,
                                                  MonotonicTime deadline) {
  std::vector<std::uint64_t> counts;
  while (counts.size() < filters.size()) {
    const auto from = filters.begin() + static_cast<std::ptrdiff_t>(counts.size());
    const auto many = std::min(filters.size() - counts.size(), filters_per_request);
    json::array some(from, from + static_cast<std::ptrdiff_t>(many));
    json::object aggregations = {{"counts", {{"filters", {{"filters", std::move(some)}}}}}};
    const auto answer = aggregated(client, environment, query, std::move(aggregations), deadline);
    if (!answer) return std::nullopt;
    const std::vector<const json::object*> buckets = buckets_in_answer(*answer, "counts.buckets");
    if (buckets.size() != many) throw broken_answer("counts of some filters only");
    for (const json::object* bucket : buckets) counts.push_back(count_in_answer(*bucket, "doc_count"));
  }
  return counts;
}

const json::value& part_of_answer(const json::object& answer, std::string_view path) {
  const json::object* inside = &answer;
  for (std::string_view rest = path;;) {
    const std::size_t dot = rest.find('.');
    const json::value* value = inside->if_contains(rest.substr(0, dot));
    if (value == nullptr) throw broken_answer("an aggregation without " + std::string(path));
    if (dot == std::string_view::npos) return *value;
    if (!value->is_object()) throw broken_answer("an aggregation without " + std::string(path));
    inside = &value->get_object();
    rest = rest.substr(dot + 1);
  }
}

std::vector<const json::object*> buckets_in_answer(const json::object& answer, std::string_view path) {
  const json::value& list = part_of_answer(answer, path);
  if (!list.is_array()) throw broken_answer("an aggregation without " + std::string(path));
  std::vector<const json::object*> buckets;
  for (const json::value& bucket : list.get_array()) {
    if (!bucket.is_object()) throw broken_answer("an aggregation without " + std::string(path));
    buckets.push_back(&bucket.get_object());
  }
  return buckets;
}

std::uint64_t count_in_answer(const json::object& answer, std::string_view path) {
  boost::system::error_code error;
  const auto count = part_of_answer(answer, path).to_number<std::uint64_t>(error);
  if (error) throw broken_answer("an aggregation without " + std::string(path));
  return count;
}

}  // namespace exportd::search
