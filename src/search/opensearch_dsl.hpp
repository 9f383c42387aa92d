// The few words of OpenSearch's query language that criteria are written in.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace exportd::search::dsl {

using Query = boost::json::object;

// One of them holds: itself if it is alone; {"match_none":{}} if there is none.
[[nodiscard]] Query any_of(std::vector<Query> queries);
// All of them hold: itself if it is alone; {"match_all":{}} if there is none.
[[nodiscard]] Query all_of(std::vector<Query> queries);
// `held` holds and `absent` does not.
[[nodiscard]] Query but_not(Query held, Query absent);
// One object of the list at `path` satisfies all of `query`; `query` itself for the empty path.
[[nodiscard]] Query in_nested(std::string_view path, Query query);

[[nodiscard]] Query exists(std::string_view path);
[[nodiscard]] Query terms(std::string_view path, const std::vector<std::string>& values);
[[nodiscard]] Query prefix(std::string_view path, std::string_view beginning);
// The value holds `part`, in which no character is a wildcard.
[[nodiscard]] Query contains(std::string_view path, std::string_view part);
// The whole value matches Lucene's regular expression.
[[nodiscard]] Query regexp(std::string_view path, const std::string& expression);
// Inclusive, with 0 and -0.0 the same; no bound at all: exists().
[[nodiscard]] Query range(std::string_view path, const std::optional<double>& min, const std::optional<double>& max);

// Written without a point when it is integral, else with the fewest digits that give it back.
[[nodiscard]] boost::json::value number(double value);

}  // namespace exportd::search::dsl
