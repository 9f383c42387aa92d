#include "search/opensearch_opening.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <numeric>
#include <utility>

#include "core/failure.hpp"
#include "search/opensearch_cursor.hpp"
#include "search/opensearch_fault.hpp"
#include "search/opensearch_index.hpp"
#include "search/opensearch_pages.hpp"
#include "search/opensearch_query.hpp"
#include "search/opensearch_split.hpp"
#include "search/opensearch_version.hpp"

namespace exportd::search {
namespace {

namespace json = boost::json;

// Fewer documents cost a request for each handful, more cost the cluster memory and nobody time (bench/opensearch).
constexpr std::size_t page_rows_max = 5'000;
constexpr std::size_t page_bytes_wanted = 12 * limits::MiB;
constexpr std::size_t sample_rows = 16;
constexpr std::uint64_t split_records_min = 2'000;
// With less to read, two scrolls save less than it costs to prove them one (bench/run_opensearch.py).
constexpr std::uint64_t split_bytes_min = 256 * limits::MiB;

struct Opening {
  const std::shared_ptr<OpenSearchClient>& client;
  const std::string index;
  const json::object query;
  const std::stop_token& stop;
  IndexState state;
  json::object body;  // of every search for pages
};

// A look at the selection: its size, how large its documents are, and what a split needs to know.
struct Sample {
  std::string preference;
  PaddedAnswer answer;
  OpenSearchHits hits;
};

Sample sample(const Opening& opening) {
  json::object aggs = seen_aggregations();
  // By a histogram: the usual estimate throws dice, and the order of the records would be another each time.
  aggs["middle"] = {{"percentiles",
                     {{"field", "_seq_no"}, {"percents", {50}}, {"hdr", {{"number_of_significant_value_digits", 3}}}}}};
  const json::object body{{"size", sample_rows},
                          {"track_total_hits", true},
                          {"sort", {"_doc"}},
                          {"query", opening.query},
                          {"aggs", std::move(aggs)}};
  Patience patience;
  patience.stop = opening.stop;
  std::string preference = new_preference();
  const std::string path =
      "/" + opening.index + "/_search?request_cache=false&" + whole_only + "&preference=" + preference;
  PaddedAnswer answer(opening.client->ask({"POST", path, json::serialize(body)}, patience));
  OpenSearchHits hits = read_hits(answer.text());
  return {std::move(preference), std::move(answer), std::move(hits)};
}

std::size_t bytes_each(const OpenSearchHits& sampled) {
  std::size_t bytes = 0;
  for (const std::string_view document : sampled.documents) bytes += document.size();
  return std::max<std::size_t>(1, bytes / std::max<std::size_t>(1, sampled.documents.size()));
}

std::size_t page_rows(const OpenSearchCluster& cluster, const OpenSearchHits& sampled) {
  if (cluster.page_rows != 0) return cluster.page_rows;
  const std::size_t wanted = cluster.page_bytes != 0 ? cluster.page_bytes : page_bytes_wanted;
  return std::clamp<std::size_t>(wanted / bytes_each(sampled), 1, page_rows_max);
}

bool is_worth_splitting(Split split, const OpenSearchHits& sampled) {
  const std::uint64_t records = sampled.total.value_or(0);
  if (split == Split::off || records < split_records_min) return false;
  return split == Split::always || records * bytes_each(sampled) >= split_bytes_min;
}

std::uint64_t exact_total(const OpenSearchHits& hits) {
  if (!hits.total) throw broken_answer("no exact total");
  return *hits.total;
}

PagePart part_of(OpenedScroll&& scroll) {
  const std::uint64_t total = exact_total(scroll.hits);
  return {std::move(scroll.cursor), total, std::move(scroll.answer), std::move(scroll.hits)};
}

std::vector<PagePart> scrolls(const Opening& opening, const Sample& sampled, bool as_they_lie) {
  const OpenSearchHits& hits = sampled.hits;
  const bool can_split = as_they_lie && opening.state.shards == 1 && hits.middle_seen && hits.highest_seen &&
                         is_worth_splitting(opening.client->cluster().split, hits);
  std::vector<PagePart> parts;
  if (can_split) {
    const SplitPlan plan{.preference = sampled.preference,
                         .middle = static_cast<std::int64_t>(*hits.middle_seen),
                         .highest = *hits.highest_seen,
                         .records_seen = hits.records_seen};
    auto split = open_split(*opening.client, opening.index, plan, opening.query, opening.body, opening.stop);
    if (split) {
      parts.push_back(part_of(std::move(split->low)));
      parts.push_back(part_of(std::move(split->high)));
      return parts;
    }
  }
  parts.push_back(part_of(
      open_scroll(*opening.client, "/" + opening.index + "/_search?" + whole_only, opening.body, opening.stop)));
  return parts;
}

std::vector<PagePart> point_in_time(const Opening& opening) {
  PagePart part;
  part.cursor = open_point_in_time(*opening.client, opening.index, opening.body, opening.stop);
  part.first = part.cursor->next(opening.stop);
  part.first_hits = read_hits(part.first->text());
  part.total = exact_total(*part.first_hits);
  std::vector<PagePart> parts;
  parts.push_back(std::move(part));
  return parts;
}

std::string contexts_of(const std::vector<PagePart>& parts) {
  return std::accumulate(parts.begin(), parts.end(), std::string(), [](std::string text, const PagePart& part) {
    return std::move(text) + (text.empty() ? "" : " ") + part.cursor->context();
  });
}

}  // namespace

json::array opensearch_sort(const OpenSearchMapping& mapping, const Environment& environment, bool unique) {
  if (environment.order == "index" && !unique) return {"_doc"};
  json::array sort;
  const auto by = [&](const std::string& field) {
    sort.push_back(json::object{{mapping.exact_path(field), {{"order", "asc"}, {"missing", "_last"}}}});
  };
  if (environment.order != "index" && environment.order != environment.id_field) by(environment.order);
  by(environment.id_field);
  return sort;
}

OpenedSearch open_selection(const std::shared_ptr<OpenSearchClient>& client, const OpenSearchMapping& mapping,
                            const Environment& environment, const Criteria& criteria, const std::stop_token& stop) {
  const bool by_scroll = client->cluster().paging == Paging::scroll;
  const std::string index = index_path(environment);
  Opening opening{client, index, opensearch_query(environment, mapping, criteria), stop, {}, {}};
  const Sample sampled = sample(opening);
  // Before the records: what is written from now on makes another version.
  opening.state = index_state(*client, index, {.repeat = Repeat::safe, .deadline = {}, .stop = stop});
  const std::size_t rows = page_rows(client->cluster(), sampled.hits);
  opening.body = {{"size", rows},
                  {"track_total_hits", true},
                  {"query", opening.query},
                  {"sort", opensearch_sort(mapping, environment, !by_scroll)},
                  {"aggs", seen_aggregations()}};
  std::vector<PagePart> parts =
      by_scroll ? scrolls(opening, sampled, environment.order == "index") : point_in_time(opening);
  OpenedSearch opened;
  for (const PagePart& part : parts) opened.total += part.total;
  opened.data_version = version_text(opening.state, *parts.front().first_hits);
  opened.context = contexts_of(parts);
  opened.pages = std::make_unique<OpenSearchPages>(client, std::move(parts), rows);
  return opened;
}

}  // namespace exportd::search
