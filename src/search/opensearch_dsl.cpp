#include "search/opensearch_dsl.hpp"

#include <cmath>
#include <cstdint>
#include <utility>

namespace exportd::search::dsl {
namespace {

namespace json = boost::json;

// Beyond it not every integer is a double.
constexpr double integers_below = 9007199254740992.0;

json::array array_of(std::vector<Query> queries) {
  json::array list;
  list.reserve(queries.size());
  for (Query& query : queries) list.emplace_back(std::move(query));
  return list;
}

// {kind: {path: value}}
Query about(std::string_view kind, std::string_view path, json::value value) {
  Query inner;
  inner.emplace(path, std::move(value));
  Query outer;
  outer.emplace(kind, std::move(inner));
  return outer;
}

}  // namespace

Query any_of(std::vector<Query> queries) {
  if (queries.empty()) return {{"match_none", json::object()}};
  if (queries.size() == 1) return std::move(queries.front());
  return {{"bool", {{"should", array_of(std::move(queries))}, {"minimum_should_match", 1}}}};
}

Query all_of(std::vector<Query> queries) {
  if (queries.empty()) return {{"match_all", json::object()}};
  if (queries.size() == 1) return std::move(queries.front());
  Query inner;
  inner.emplace("filter", array_of(std::move(queries)));
  Query outer;
  outer.emplace("bool", std::move(inner));
  return outer;
}

Query but_not(Query held, Query absent) {
  json::array filter;
  filter.emplace_back(std::move(held));
  json::array must_not;
  must_not.emplace_back(std::move(absent));
  return {{"bool", {{"filter", std::move(filter)}, {"must_not", std::move(must_not)}}}};
}

Query in_nested(std::string_view path, Query query) {
  if (path.empty()) return query;
  return {{"nested", {{"path", path}, {"score_mode", "none"}, {"query", std::move(query)}}}};
}

Query exists(std::string_view path) {
  return about("exists", "field", json::string(path));
}

Query terms(std::string_view path, const std::vector<std::string>& values) {
  json::array list;
  list.reserve(values.size());
  for (const std::string& value : values) list.emplace_back(value);
  return about("terms", path, std::move(list));
}

Query prefix(std::string_view path, std::string_view beginning) {
  return about("prefix", path, json::string(beginning));
}

Query contains(std::string_view path, std::string_view part) {
  std::string pattern = "*";
  for (const char byte : part) {
    if (byte == '*' || byte == '?' || byte == '\\') pattern += '\\';
    pattern += byte;
  }
  return about("wildcard", path, json::string(pattern + '*'));
}

Query regexp(std::string_view path, const std::string& expression) {
  return about("regexp", path, json::string(expression));
}

Query range(std::string_view path, const std::optional<double>& min, const std::optional<double>& max) {
  if (!min && !max) return exists(path);
  json::object bounds;
  // The index orders -0.0 before 0, so that each bound at zero takes the zero that lets both in.
  if (min) bounds.emplace("gte", *min == 0 ? json::value(-0.0) : number(*min));
  if (max) bounds.emplace("lte", number(*max));
  return about("range", path, std::move(bounds));
}

json::value number(double value) {
  if (std::trunc(value) == value && std::abs(value) < integers_below) return static_cast<std::int64_t>(value);
  return value;
}

}  // namespace exportd::search::dsl
