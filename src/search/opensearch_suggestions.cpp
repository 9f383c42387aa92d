// Suggestions in two steps: values that begin so, the most frequent of each field, by their aggregations; then how many
// records a search for each of them finds, which no aggregation over several fields tells.
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "core/lower_case.hpp"
#include "search/opensearch_aggregation.hpp"
#include "search/opensearch_prefix.hpp"
#include "search/opensearch_query.hpp"
#include "search/opensearch_results.hpp"
#include "search/opensearch_vocabulary.hpp"
#include "search/word_fields.hpp"

namespace exportd::search {
namespace {

namespace json = boost::json;

constexpr std::size_t years_max = 10'000;

// A field whose values are to be offered.
struct Offer {
  std::string path;     // as the index aggregates it
  std::string nested;   // the list that it lies in; empty: none
  std::string include;  // the expression that its values match; empty: all do
  std::size_t size = 0;
};

// A value: between `least` and `most` records have it.
struct Frequency {
  std::uint64_t least = 0;
  std::uint64_t most = 0;
};
using Candidates = std::map<std::string, Frequency>;

// {"nested":{"path":"citations"},"aggs":{"values":{"terms":{"field":…,"include":"haw.*","size":100,
//   "order":[{"records":"desc"},{"_key":"asc"}]},"aggs":{"records":{"reverse_nested":{}}}}}}
json::object values_of(const Offer& offer) {
  const char* frequency = offer.nested.empty() ? "_count" : "records";
  json::array order;
  order.emplace_back(json::object{{frequency, "desc"}});
  order.emplace_back(json::object{{"_key", "asc"}});
  json::object terms{{"field", offer.path}, {"size", offer.size}, {"order", std::move(order)}};
  if (!offer.include.empty()) terms.emplace("include", offer.include);
  json::object values{{"terms", std::move(terms)}};
  if (offer.nested.empty()) return values;
  values.emplace("aggs", json::object{{"records", {{"reverse_nested", json::object()}}}});
  return {{"nested", {{"path", offer.nested}}}, {"aggs", {{"values", std::move(values)}}}};
}

// A year as a person writes it; nullopt for other numbers.
std::optional<std::string> year_text(const json::value& key) {
  boost::system::error_code error;
  const auto year = key.to_number<double>(error);
  if (error || year < 0 || year > 999'999'999 || std::trunc(year) != year) return std::nullopt;
  return std::to_string(static_cast<std::int64_t>(year));
}

std::optional<std::string> text_of_key(const json::value& key) {
  if (key.is_string()) return std::string(key.get_string());
  return year_text(key);
}

std::optional<Candidates> candidates(OpenSearchClient& client, const Environment& environment,
                                     const std::vector<Offer>& offers, const std::string& prefix,
                                     MonotonicTime deadline) {
  json::object aggregations;
  for (std::size_t at = 0; at < offers.size(); ++at) aggregations.emplace(std::to_string(at), values_of(offers[at]));
  const auto answer =
      aggregated(client, environment, {{"match_all", json::object()}}, std::move(aggregations), deadline);
  if (!answer) return std::nullopt;
  Candidates found;
  for (std::size_t at = 0; at < offers.size(); ++at) {
    const bool nested = !offers[at].nested.empty();
    const std::string buckets = std::to_string(at) + (nested ? ".values.buckets" : ".buckets");
    for (const json::object* bucket : buckets_in_answer(*answer, buckets)) {
      const std::optional<std::string> value = text_of_key(part_of_answer(*bucket, "key"));
      if (!value || value->empty() || !lower_case(*value).starts_with(prefix)) continue;
      const std::uint64_t records = count_in_answer(*bucket, nested ? "records.doc_count" : "doc_count");
      Frequency& frequency = found[*value];
      frequency.least = std::max(frequency.least, records);
      frequency.most += records;
    }
  }
  return found;
}

// Leaves out what n others certainly outdo.
void keep_possible(Candidates& found, std::size_t n) {
  if (found.size() <= n) return;
  std::vector<std::uint64_t> least;
  for (const auto& [value, frequency] : found) least.push_back(frequency.least);
  const auto nth = least.begin() + static_cast<std::ptrdiff_t>(n - 1);
  std::nth_element(least.begin(), nth, least.end(), std::greater<>());
  std::erase_if(found, [&](const auto& entry) { return entry.second.most < *nth; });
}

// `values` in the order of their bytes.
template <class Values, class FilterOf>
std::optional<std::vector<Suggestion>> most_frequent(OpenSearchClient& client, const Environment& environment,
                                                     const Values& values, const FilterOf& filter_of, std::size_t n,
                                                     MonotonicTime deadline) {
  std::vector<json::object> filters;
  for (const std::string& value : values) filters.push_back(filter_of(value));
  const auto counts = counted(client, environment, {{"match_all", json::object()}}, filters, deadline);
  if (!counts) return std::nullopt;
  std::vector<Suggestion> found;
  auto count = counts->begin();
  for (const std::string& value : values) {
    if (*count > 0) found.push_back({value, *count});
    ++count;
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.records > b.records; });
  if (found.size() > n) found.resize(n);
  return found;
}

class Suggesting {
 public:
  Suggesting(OpenSearchClient& client, const OpenSearchMapping& mapping, const Environment& environment,
             std::string_view prefix, std::size_t n, MonotonicTime deadline)
      : client_(client),
        mapping_(mapping),
        environment_(environment),
        prefix_(lower_case(prefix)),
        n_(n),
        // Generous, for what is found in several fields: the most frequent in all of them need not be so in each.
        per_field_(5 * n + 50),
        deadline_(deadline) {}

  [[nodiscard]] std::optional<std::vector<Suggestion>> words(const std::vector<std::string>& fields) const {
    std::vector<Offer> offers;
    for (const std::string& field : fields) {
      offers.push_back(
          {mapping_.lower_case_path(field), mapping_.nested_path(field), begins_with(prefix_), per_field_});
    }
    return offered(offers,
                   [&](const std::string& value) { return clause(TextClause{fields, TextMatch::whole, {value}}); });
  }

  [[nodiscard]] std::optional<std::vector<Suggestion>> years(const std::vector<std::string>& fields) const {
    std::vector<Offer> offers;
    for (const std::string& field : fields) {
      offers.push_back({mapping_.year_path(field), mapping_.nested_path(field), {}, years_max});
    }
    return offered(offers, [&](const std::string& value) {
      return clause(CitationClause{{}, {YearClause{fields, {std::stod(value)}, {}, {}}}});
    });
  }

  // Names of variables as written, and of groups in lower case.
  [[nodiscard]] std::optional<std::vector<Suggestion>> variables() const {
    const auto records_of = [&](const std::string& name) { return clause(VariablesClause{{GroupedItem{name, {}}}}); };
    if (environment_.shape == RecordShape::flat) {
      return most_frequent(client_, environment_, flat_names(), records_of, n_, deadline_);
    }
    const std::string list = mapping_.list_path("results");
    return offered({{mapping_.exact_path("results.variable"), list, begins_with_ignoring_case(prefix_), per_field_},
                    {mapping_.lower_case_path("results.variableGroup"), list, begins_with(prefix_), per_field_}},
                   records_of);
  }

 private:
  template <class FilterOf>
  [[nodiscard]] std::optional<std::vector<Suggestion>> offered(const std::vector<Offer>& offers,
                                                               const FilterOf& filter_of) const {
    if (n_ == 0 || offers.empty()) return std::vector<Suggestion>();
    std::optional<Candidates> found = candidates(client_, environment_, offers, prefix_, deadline_);
    if (!found) return std::nullopt;
    keep_possible(*found, n_);
    std::vector<std::string> values;
    for (const auto& [value, frequency] : *found) values.push_back(value);
    return most_frequent(client_, environment_, values, filter_of, n_, deadline_);
  }

  [[nodiscard]] json::object clause(const Clause& of_value) const {
    return opensearch_clause(environment_, mapping_, of_value);
  }

  [[nodiscard]] std::set<std::string> flat_names() const {
    std::set<std::string> names;
    for (const FlatAnalyte& analyte : flat_analytes(environment_, mapping_)) {
      if (lower_case(analyte.variable).starts_with(prefix_)) names.insert(analyte.variable);
      const std::string group = lower_case(analyte.group);
      if (group.starts_with(prefix_)) names.insert(group);
    }
    names.erase("");
    return names;
  }

  OpenSearchClient& client_;
  const OpenSearchMapping& mapping_;
  const Environment& environment_;
  std::string prefix_;
  std::size_t n_;
  std::size_t per_field_;
  MonotonicTime deadline_;
};

}  // namespace

std::optional<std::vector<Suggestion>> opensearch_suggestions(OpenSearchClient& client,
                                                              const OpenSearchMapping& mapping,
                                                              const Environment& environment, const ParameterSpec& spec,
                                                              std::string_view prefix, std::size_t n,
                                                              MonotonicTime deadline) {
  if (std::chrono::steady_clock::now() >= deadline) return std::nullopt;
  const Suggesting suggesting(client, mapping, environment, prefix, n, deadline);
  switch (spec.kind) {
    case ParameterKind::text:
    case ParameterKind::substring:
    case ParameterKind::author:
    case ParameterKind::pair:
    case ParameterKind::hierarchy:
    case ParameterKind::feature: return suggesting.words(word_fields(spec));
    case ParameterKind::year:
    case ParameterKind::year_min:
    case ParameterKind::year_max:
    case ParameterKind::year_exact: return suggesting.years(spec.fields);
    case ParameterKind::variables:
    case ParameterKind::chemistry: return suggesting.variables();
    case ParameterKind::bounding_box:
    case ParameterKind::polygons:
    case ParameterKind::age_min:
    case ParameterKind::age_max:
    case ParameterKind::age_exact: break;
  }
  return std::vector<Suggestion>();
}

}  // namespace exportd::search
