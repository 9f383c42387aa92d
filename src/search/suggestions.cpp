#include "search/suggestions.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <string>

#include "core/lower_case.hpp"
#include "search/vocabulary.hpp"
#include "search/word_fields.hpp"

namespace exportd::search {
namespace {

std::string list(const RowIds& ids) {
  std::string text = "(";
  for (const std::int64_t id : ids) text += (text.size() > 1 ? "," : "") + std::to_string(id);
  return text + ")";
}

void keep_most_frequent(std::vector<Suggestion>& found, std::size_t n) {
  std::sort(found.begin(), found.end(), [](const Suggestion& a, const Suggestion& b) {
    return a.records != b.records ? a.records > b.records : a.value < b.value;
  });
  if (found.size() > n) found.resize(n);
}

// SELECT term.text, count(DISTINCT posting.document) FROM term CROSS JOIN posting ON posting.term = term.id
//   WHERE term.path IN (1,2) AND term.text >= ?1 AND term.text < ?2 GROUP BY term.text ORDER BY 2 DESC, 1 LIMIT ?3
std::vector<Suggestion> words(sqlite::Database& database, const RowIds& paths, const std::string& prefix,
                              std::size_t n) {
  // No byte of UTF-8 is FF: all texts with this prefix, and no others, lie between it and the prefix followed by FF.
  const std::string up_to = prefix + '\xFF';
  sqlite::Statement find(database,
                         "SELECT term.text, count(DISTINCT posting.document) FROM term CROSS JOIN posting "
                         "ON posting.term = term.id WHERE term.path IN " +
                             list(paths) +
                             " AND term.text >= ?1 AND term.text < ?2 AND length(term.text) > 0 "
                             "GROUP BY term.text ORDER BY 2 DESC, 1 LIMIT ?3");
  find.bind(1, prefix).bind(2, up_to).bind(3, static_cast<std::int64_t>(n));
  std::vector<Suggestion> found;
  while (find.step()) found.push_back({std::string(find.blob(0)), static_cast<std::uint64_t>(find.integer(1))});
  return found;
}

// Years are written without a point and have at most nine digits; other numbers are no years.
std::vector<Suggestion> years(sqlite::Database& database, const RowIds& paths, std::string_view prefix, std::size_t n) {
  sqlite::Statement find(
      database, "SELECT CAST(value AS INTEGER), count(DISTINCT document) FROM number WHERE path IN " + list(paths) +
                    " AND value >= 0 AND value <= 999999999 AND value = CAST(value AS INTEGER) "
                    "GROUP BY value");
  std::vector<Suggestion> found;
  while (find.step()) {
    std::string year = std::to_string(find.integer(0));
    if (year.starts_with(prefix)) found.push_back({std::move(year), static_cast<std::uint64_t>(find.integer(1))});
  }
  keep_most_frequent(found, n);
  return found;
}

// Names of variables as written, and of groups in lower case.
std::set<std::string> result_names(sqlite::Database& database, std::int64_t environment, const std::string& prefix) {
  std::set<std::string> names;
  sqlite::Statement find(database,
                         "SELECT DISTINCT variable, group_lower FROM analyte WHERE environment = ?1 AND role <> 1");
  find.bind(1, environment);
  while (find.step()) {
    if (lower_case(find.blob(0)).starts_with(prefix)) names.emplace(find.blob(0));
    if (find.blob(1).starts_with(prefix)) names.emplace(find.blob(1));
  }
  names.erase("");
  return names;
}

// SELECT count(DISTINCT document) FROM result WHERE analyte IN (1,2)
std::vector<Suggestion> variables(sqlite::Database& database, std::int64_t environment, const std::string& prefix,
                                  std::size_t n) {
  Vocabulary vocabulary(database, environment);
  std::vector<Suggestion> found;
  for (const std::string& name : result_names(database, environment, prefix)) {
    const RowIds analytes = vocabulary.analytes(VariablesClause{{GroupedItem{name, {}}}});
    sqlite::Statement count(database, "SELECT count(DISTINCT document) FROM result WHERE analyte IN " + list(analytes));
    if (count.step()) found.push_back({name, static_cast<std::uint64_t>(count.integer(0))});
  }
  keep_most_frequent(found, n);
  return found;
}

}  // namespace

std::vector<Suggestion> suggestions(sqlite::Database& database, std::int64_t environment, const ParameterSpec& spec,
                                    std::string_view prefix, std::size_t n) {
  const std::string lowered = lower_case(prefix);
  switch (spec.kind) {
    case ParameterKind::text:
    case ParameterKind::substring:
    case ParameterKind::author:
    case ParameterKind::pair:
    case ParameterKind::hierarchy:
    case ParameterKind::feature: {
      Vocabulary vocabulary(database, environment);
      return words(database, vocabulary.paths(word_fields(spec)), lowered, n);
    }
    case ParameterKind::year:
    case ParameterKind::year_min:
    case ParameterKind::year_max:
    case ParameterKind::year_exact: {
      Vocabulary vocabulary(database, environment);
      return years(database, vocabulary.paths(spec.fields), lowered, n);
    }
    case ParameterKind::variables:
    case ParameterKind::chemistry: return variables(database, environment, lowered, n);
    case ParameterKind::bounding_box:
    case ParameterKind::polygons:
    case ParameterKind::age_min:
    case ParameterKind::age_max:
    case ParameterKind::age_exact: break;
  }
  return {};
}

}  // namespace exportd::search
