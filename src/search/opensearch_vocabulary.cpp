#include "search/opensearch_vocabulary.hpp"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <set>
#include <utility>

#include "search/opensearch_aggregation.hpp"
#include "search/opensearch_query.hpp"
#include "search/opensearch_results.hpp"

namespace exportd::search {
namespace {

namespace json = boost::json;

constexpr std::size_t analytes_per_page = 1000;

// The parts of an analyte in the order of the composite key.
constexpr std::array<const char*, 4> parts = {"variable", "unit", "group", "method"};

// Of the group any path will do: it decides where a column stands, and ignores case in that.
const std::string& group_path(const OpenSearchMapping& mapping) {
  const MappedField* group = mapping.field("results.variableGroup");
  return group != nullptr && !group->exact.empty() ? group->exact : mapping.exact_path("results.variableGroup");
}

// {"results":{"nested":{"path":"results"},"aggs":{"analytes":{"composite":{"size":1000,"sources":[
//   {"variable":{"terms":{"field":"results.variable","missing_bucket":true}}},…],"after":{…}}}}}}
json::object page_of_analytes(const OpenSearchMapping& mapping, const json::value* after) {
  const std::array<std::string, 4> paths = {mapping.exact_path("results.variable"), mapping.exact_path("results.unit"),
                                            group_path(mapping), mapping.exact_path("results.method")};
  json::array sources;
  for (std::size_t at = 0; at < parts.size(); ++at) {
    json::object source;
    source.emplace(parts.at(at), json::object{{"terms", {{"field", paths.at(at)}, {"missing_bucket", true}}}});
    sources.emplace_back(std::move(source));
  }
  json::object composite{{"size", analytes_per_page}, {"sources", std::move(sources)}};
  if (after != nullptr) composite.emplace("after", *after);
  return {{"results",
           {{"nested", {{"path", mapping.list_path("results")}}},
            {"aggs", {{"analytes", {{"composite", std::move(composite)}}}}}}}};
}

Analyte analyte_of(const json::object& bucket) {
  const auto text = [&](const char* part) {
    const json::value& value = part_of_answer(bucket, std::string("key.") + part);
    return value.is_string() ? std::string(value.get_string()) : std::string();
  };
  return {text(parts[0]), text(parts[1]), text(parts[2]), text(parts[3])};
}

std::optional<std::set<Analyte>> nested_analytes(OpenSearchClient& client, const OpenSearchMapping& mapping,
                                                 const Environment& environment, const json::object& query,
                                                 MonotonicTime deadline) {
  std::set<Analyte> all;
  std::optional<json::value> after;
  for (;;) {
    const auto answer =
        aggregated(client, environment, query, page_of_analytes(mapping, after ? &*after : nullptr), deadline);
    if (!answer) return std::nullopt;
    const std::vector<const json::object*> buckets = buckets_in_answer(*answer, "results.analytes.buckets");
    for (const json::object* bucket : buckets) all.insert(analyte_of(*bucket));
    if (buckets.size() < analytes_per_page) return all;
    after = part_of_answer(*answer, "results.analytes.after_key");
  }
}

std::optional<std::set<Analyte>> flat_analytes_held(OpenSearchClient& client, const OpenSearchMapping& mapping,
                                                    const Environment& environment, const Criteria& criteria,
                                                    const json::object& query, MonotonicTime deadline) {
  const std::vector<FlatAnalyte> analytes = flat_analytes(environment, mapping);
  std::optional<std::vector<std::uint64_t>> counts;
  if (criteria.clauses.empty()) {
    // The mapping names a field as soon as a record has it.
    counts.emplace(analytes.size(), 1);
  } else {
    std::vector<json::object> filters;
    for (const FlatAnalyte& analyte : analytes) filters.push_back(has_flat_result({analyte.field}));
    counts = counted(client, environment, query, filters, deadline);
  }
  if (!counts) return std::nullopt;
  std::set<Analyte> held;
  for (std::size_t at = 0; at < analytes.size(); ++at) {
    const FlatAnalyte& analyte = analytes[at];
    if (counts->at(at) > 0) held.insert({analyte.variable, analyte.unit, analyte.group, {}});
  }
  return held;
}

}  // namespace

std::optional<std::vector<Analyte>> opensearch_analytes(OpenSearchClient& client, const OpenSearchMapping& mapping,
                                                        const Environment& environment, const Criteria& criteria,
                                                        MonotonicTime deadline) {
  if (std::chrono::steady_clock::now() >= deadline) return std::nullopt;
  const json::object query = opensearch_query(environment, mapping, criteria);
  const std::optional<std::set<Analyte>> found =
      environment.shape == RecordShape::nested
          ? nested_analytes(client, mapping, environment, query, deadline)
          : flat_analytes_held(client, mapping, environment, criteria, query, deadline);
  if (!found) return std::nullopt;
  return std::vector<Analyte>(found->begin(), found->end());
}

}  // namespace exportd::search
