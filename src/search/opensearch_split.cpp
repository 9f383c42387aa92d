#include "search/opensearch_split.hpp"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <random>

#include "search/opensearch_version.hpp"

namespace exportd::search {
namespace {

namespace json = boost::json;

json::object within(const json::object& query, std::optional<std::int64_t> above, std::int64_t up_to) {
  json::object bounds{{"lte", up_to}};
  if (above) bounds["gt"] = *above;
  return {{"bool", {{"filter", json::array{query, {{"range", {{"_seq_no", bounds}}}}}}}}};
}

json::object body_of(const json::object& body, json::object query) {
  json::object made = body;
  made["query"] = std::move(query);
  return made;
}

// The state after both were opened: how many records the selection holds, and the highest number that can be seen.
OpenSearchHits look_again(OpenSearchClient& client, const std::string& target, const json::object& query,
                          const std::stop_token& stop) {
  const json::object body{{"size", 0}, {"track_total_hits", true}, {"query", query}, {"aggs", seen_aggregations()}};
  Patience patience;
  patience.stop = stop;
  const PaddedAnswer answer(client.ask({"POST", target + "&request_cache=false", json::serialize(body)}, patience));
  return read_hits(answer.text());
}

}  // namespace

std::optional<SplitScrolls> open_split(OpenSearchClient& client, const std::string& index, const SplitPlan& plan,
                                       const json::object& query, const json::object& body,
                                       const std::stop_token& stop) {
  const std::string target = "/" + index + "/_search?" + whole_only + "&preference=" + plan.preference;
  SplitScrolls opened{open_scroll(client, target, body_of(body, within(query, {}, plan.middle)), stop),
                      open_scroll(client, target, body_of(body, within(query, plan.middle, plan.highest)), stop)};
  const OpenSearchHits after = look_again(client, target, query, stop);
  const bool nothing_above = after.highest_seen == plan.highest;
  const bool nothing_lost = opened.low.hits.total && opened.high.hits.total && after.total &&
                            *after.total == *opened.low.hits.total + *opened.high.hits.total &&
                            after.records_seen == plan.records_seen;
  if (!nothing_above || !nothing_lost) return std::nullopt;
  return opened;
}

std::string new_preference() {
  std::random_device dice;
  std::array<char, 8> digits{};
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), dice(), 16);
  return "exportd" + std::string(digits.data(), error == std::errc() ? end : digits.data());
}

}  // namespace exportd::search
