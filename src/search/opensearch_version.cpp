#include "search/opensearch_version.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <cstdint>
#include <map>

#include "search/opensearch_fault.hpp"

namespace exportd::search {
namespace {

namespace json = boost::json;

// The highest of the copies of one shard: a copy may lag behind.
std::int64_t highest(const json::array& copies) {
  std::int64_t most = -1;
  for (const json::value& copy : copies) {
    most = std::max(most, copy.at("seq_no").at("max_seq_no").to_number<std::int64_t>());
  }
  return most;
}

// {"indices":{"petdb":{"uuid":"…","shards":{"0":[{"seq_no":{"max_seq_no":10815}}]}}}}
IndexState read_state(const json::value& answer) {
  IndexState state;
  std::map<std::string, std::string> indices;  // in the order of their uuids
  for (const auto& [name, index] : answer.at("indices").as_object()) {
    std::map<int, std::int64_t> shards;
    for (const auto& [number, copies] : index.at("shards").as_object())
      shards[std::stoi(std::string(number))] = highest(copies.as_array());
    std::string text;
    for (const auto& [number, most] : shards) text += (text.empty() ? ":" : ",") + std::to_string(most);
    state.shards += shards.size();
    indices[std::string(index.at("uuid").as_string())] = std::move(text);
  }
  for (const auto& [uuid, text] : indices) state.written += (state.written.empty() ? "" : " ") + uuid + text;
  return state;
}

}  // namespace

IndexState index_state(OpenSearchClient& client, const std::string& index, const Patience& patience) {
  const std::string path = "/" + index +
                           "/_stats/docs?level=shards&filter_path=indices.*.uuid,"
                           "indices.*.shards.*.seq_no.max_seq_no";
  const std::vector<char> answer = client.ask({"GET", path, ""}, patience);
  try {
    return read_state(json::parse(std::string_view(answer.data(), answer.size())));
  } catch (const std::exception& error) {
    throw broken_answer(std::string("_stats: ") + error.what());
  }
}

json::object seen_aggregations() {
  const json::object of_numbers{{"field", "_seq_no"}};
  return {
      {"all",
       {{"global", json::object()}, {"aggs", {{"highest", {{"max", of_numbers}}}, {"sum", {{"sum", of_numbers}}}}}}}};
}

std::string version_text(const IndexState& state, const OpenSearchHits& hits) {
  return state.written + " " + std::to_string(hits.highest_seen.value_or(-1)) + "/" + std::to_string(hits.sum_seen) +
         "/" + std::to_string(hits.records_seen);
}

}  // namespace exportd::search
