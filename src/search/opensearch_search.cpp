#include "search/opensearch_search.hpp"

#include <boost/json/serialize.hpp>
#include <chrono>
#include <utility>

#include "core/failure.hpp"
#include "core/limits.hpp"
#include "search/opensearch_client.hpp"
#include "search/opensearch_cursor.hpp"
#include "search/opensearch_fault.hpp"
#include "search/opensearch_hits.hpp"
#include "search/opensearch_index.hpp"
#include "search/opensearch_mapping.hpp"
#include "search/opensearch_opening.hpp"
#include "search/opensearch_pages.hpp"
#include "search/opensearch_query.hpp"
#include "search/opensearch_version.hpp"
#include "search/opensearch_vocabulary.hpp"

namespace exportd::search {
namespace {

namespace json = boost::json;

constexpr std::chrono::seconds mapping_kept{10};

bool is_over(MonotonicTime deadline) {
  return std::chrono::steady_clock::now() >= deadline;
}

// What one search says; nullopt: not by the deadline, which also covers a search that ran out of time.
std::optional<PaddedAnswer> search_by(OpenSearchClient& client, const Environment& environment,
                                      const json::object& body, MonotonicTime deadline) {
  std::optional<std::vector<char>> answer = client.known_by(
      deadline, {"POST", "/" + index_path(environment) + "/_search?" + whole_only, json::serialize(body)});
  if (!answer) return std::nullopt;
  return PaddedAnswer(*std::move(answer));
}

}  // namespace

OpenSearchSearch::OpenSearchSearch(OpenSearchCluster cluster)
    : client_(std::make_shared<OpenSearchClient>(std::move(cluster))) {}

OpenSearchSearch::~OpenSearchSearch() = default;

std::shared_ptr<const OpenSearchMapping> OpenSearchSearch::mapping(const Environment& environment,
                                                                   MonotonicTime deadline) {
  {
    const std::lock_guard lock(mutex_);
    const auto known = mappings_.find(index_path(environment));
    if (known != mappings_.end() && std::chrono::steady_clock::now() - known->second.read < mapping_kept)
      return known->second.mapping;
  }
  return mapping_of_now(environment, deadline);
}

std::shared_ptr<const OpenSearchMapping> OpenSearchSearch::mapping_of_now(const Environment& environment,
                                                                          MonotonicTime deadline,
                                                                          const std::stop_token& stop) {
  const std::string index = index_path(environment);
  const auto now = std::chrono::steady_clock::now();
  const std::optional<std::vector<char>> answer =
      client_->known_by(deadline, {"GET", "/" + index + "/_mapping", ""}, stop);
  if (!answer) return nullptr;
  auto read = std::make_shared<const OpenSearchMapping>(std::string_view(answer->data(), answer->size()));
  const std::lock_guard lock(mutex_);
  mappings_[index] = {read, now};
  return read;
}

std::optional<std::uint64_t> OpenSearchSearch::count(const Environment& environment, const Criteria& criteria,
                                                     MonotonicTime deadline) {
  if (is_over(deadline)) return std::nullopt;
  const auto mapped = mapping(environment, deadline);
  if (!mapped) return std::nullopt;
  const json::object body{
      {"size", 0}, {"track_total_hits", true}, {"query", opensearch_query(environment, *mapped, criteria)}};
  const std::optional<PaddedAnswer> answer = search_by(*client_, environment, body, deadline);
  if (!answer) return std::nullopt;
  const OpenSearchHits hits = read_hits(answer->text());
  if (!hits.total) throw broken_answer("no exact total");
  return hits.total;
}

std::optional<Page> OpenSearchSearch::preview(const Environment& environment, const Criteria& criteria, std::size_t n,
                                              MonotonicTime deadline) {
  if (is_over(deadline)) return std::nullopt;
  const auto mapped = mapping(environment, deadline);
  if (!mapped) return std::nullopt;
  const json::object body{{"size", n},
                          {"track_total_hits", false},
                          {"query", opensearch_query(environment, *mapped, criteria)},
                          {"sort", opensearch_sort(*mapped, environment, false)}};
  std::optional<PaddedAnswer> answer = search_by(*client_, environment, body, deadline);
  if (!answer) return std::nullopt;
  const OpenSearchHits hits = read_hits(answer->text());
  std::deque<Page> pages = pages_of(*std::move(answer), hits.documents);
  if (pages.empty()) return Page{std::vector<char>(limits::page_padding_bytes), {}};
  return std::move(pages.front());
}

std::vector<Analyte> OpenSearchSearch::analytes(const Environment& environment) {
  // As long as a context lives that was opened before.
  const MonotonicTime deadline = std::chrono::steady_clock::now() + 5 * client_->cluster().timeout;
  const auto mapped = mapping_of_now(environment, deadline);
  std::optional<std::vector<Analyte>> held;
  if (mapped) held = opensearch_analytes(*client_, *mapped, environment, {}, deadline);
  if (held) return *std::move(held);
  throw transport_failure({net::TransportFaultKind::timed_out, "the analytes were not known in time"});
}

std::optional<std::vector<Analyte>> OpenSearchSearch::analytes_of(const Environment& environment,
                                                                  const Criteria& criteria, MonotonicTime deadline) {
  if (is_over(deadline)) return std::nullopt;
  const auto mapped = mapping(environment, deadline);
  if (!mapped) return std::nullopt;
  return opensearch_analytes(*client_, *mapped, environment, criteria, deadline);
}

std::optional<std::vector<Suggestion>> OpenSearchSearch::suggest(const Environment& environment,
                                                                 const ParameterSpec& spec, std::string_view prefix,
                                                                 std::size_t n, MonotonicTime deadline) {
  if (is_over(deadline)) return std::nullopt;
  const auto mapped = mapping(environment, deadline);
  if (!mapped) return std::nullopt;
  return opensearch_suggestions(*client_, *mapped, environment, spec, prefix, n, deadline);
}

std::string OpenSearchSearch::data_version(const Environment& environment) {
  const IndexState state = index_state(*client_, index_path(environment), {});
  const json::object body{{"size", 0}, {"aggs", seen_aggregations()}};
  const PaddedAnswer answer = search_by(*client_, environment, body, MonotonicTime::max()).value();
  return version_text(state, read_hits(answer.text()));
}

OpenedSearch OpenSearchSearch::open(const Environment& environment, const Criteria& criteria,
                                    const std::stop_token& stop) {
  if (stop.stop_requested()) throw Failure(FailureKind::cancel, "cancelled", "search: cancelled on request");
  const auto mapped = mapping_of_now(environment, MonotonicTime::max(), stop);
  return open_selection(client_, *mapped, environment, criteria, stop);
}

void OpenSearchSearch::release(std::string_view context) {
  release_context(*client_, context);
}

}  // namespace exportd::search
