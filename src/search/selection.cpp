#include "search/selection.hpp"

#include <utility>
#include <variant>

#include "core/failure.hpp"
#include "core/lower_case.hpp"
#include "search/index_plan.hpp"
#include "search/polygon.hpp"
#include "search/rtree_bound.hpp"
#include "search/vocabulary.hpp"

namespace exportd::search {
namespace {

constexpr const char* no_document = "SELECT NULL AS document WHERE 0";
constexpr const char* no_element = "SELECT NULL AS document, NULL AS element WHERE 0";

// "(1,2,3)"; SQLite allows the empty list.
std::string list(const RowIds& ids) {
  std::string text = "(";
  for (const std::int64_t id : ids) {
    if (text.size() > 1) text += ',';
    text += std::to_string(id);
  }
  return text + ")";
}

// SELECT document FROM posting WHERE term IN (4,5,6)
std::string any_of(const RowIds& terms) {
  return terms.empty() ? no_document : "SELECT document FROM posting WHERE term IN " + list(terms);
}

// The same, but with the place of the citation or feature.
std::string any_element_of(const RowIds& terms) {
  return terms.empty() ? no_element : "SELECT document, element FROM posting WHERE term IN " + list(terms);
}

// SELECT document FROM result WHERE analyte IN (1,2)
std::string any_result_of(const RowIds& analytes) {
  return analytes.empty() ? no_document : "SELECT document FROM result WHERE analyte IN " + list(analytes);
}

using TermPairs = std::vector<std::pair<std::int64_t, std::int64_t>>;

enum class Together { same_document, same_element };

// WITH pair(a, b) AS (VALUES (4,7),(5,8))
// SELECT q.document FROM pair CROSS JOIN posting q ON q.term = b CROSS JOIN posting p ON p.term = a
//   AND p.document = q.document AND p.element = q.element
// It begins with the second term of each pair: a member ("LAU BASIN") is held by fewer than its group ("location").
std::string any_pair(const TermPairs& pairs, Together together) {
  if (pairs.empty()) return no_document;
  std::string values;
  for (const auto& [first, second] : pairs) {
    values += (values.empty() ? "(" : ",(") + std::to_string(first) + "," + std::to_string(second) + ")";
  }
  return "WITH pair(a, b) AS (VALUES " + values +
         ") SELECT q.document FROM pair CROSS JOIN posting q ON q.term = b CROSS JOIN posting p ON p.term = a"
         " AND p.document = q.document" +
         (together == Together::same_element ? " AND p.element = q.element" : "");
}

// SELECT * FROM (…) UNION ALL SELECT * FROM (…)
std::string either(const std::string& one, const std::string& other) {
  return "SELECT * FROM (" + one + ") UNION ALL SELECT * FROM (" + other + ")";
}

void add_pairs(const RowIds& firsts, const RowIds& seconds, TermPairs& to) {
  for (const std::int64_t first : firsts) {
    for (const std::int64_t second : seconds) to.emplace_back(first, second);
  }
}

void append(const RowIds& from, RowIds& to) {
  to.insert(to.end(), from.begin(), from.end());
}

bool asks_for_results(const Criteria& criteria) {
  for (const Clause& clause : criteria.clauses) {
    if (std::holds_alternative<VariablesClause>(clause) || std::holds_alternative<ChemistryClause>(clause)) return true;
  }
  return false;
}

}  // namespace

Selection::Selection(sqlite::Database& database, const Environment& environment,
                     const std::optional<StoredEnvironment>& stored, const Criteria& criteria) {
  if (!stored) {
    where_ = "0";
    return;
  }
  if (asks_for_results(criteria)) require_analytes(*stored, environment);
  environment_ = stored->id;
  // With a clause, its ids lead to the documents; the + keeps the planner from walking the whole environment instead.
  where_ = criteria.clauses.empty() ? "environment = " : "+environment = ";
  where_ += std::to_string(environment_);
  Vocabulary vocabulary(database, environment_);
  for (const Clause& clause : criteria.clauses) {
    where_ += " AND id IN (" + std::visit([&](const auto& of_kind) { return ids(vocabulary, of_kind); }, clause) + ")";
  }
}

sqlite::Statement Selection::statement(sqlite::Database& database, std::string_view what, std::string_view tail) const {
  return around(database, "SELECT " + std::string(what) + " FROM document WHERE ", " " + std::string(tail));
}

sqlite::Statement Selection::around(sqlite::Database& database, std::string_view before, std::string_view after) const {
  sqlite::Statement statement(database, std::string(before) + where_ + std::string(after));
  if (!rings_.empty()) statement.bind_object(1, &rings_, rings_type);
  int parameter = 1;
  for (const double number : numbers_) statement.bind(++parameter, number);
  return statement;
}

std::string Selection::parameter(double value) {
  numbers_.push_back(value);
  return "?" + std::to_string(numbers_.size() + 1);
}

// " AND value >= ?2 AND value <= ?3"
std::string Selection::bounds(std::string_view column, const std::optional<double>& min,
                              const std::optional<double>& max) {
  std::string text;
  if (min) text.append(" AND ").append(column).append(" >= ").append(parameter(*min));
  if (max) text.append(" AND ").append(column).append(" <= ").append(parameter(*max));
  return text;
}

std::string Selection::ids(Vocabulary& vocabulary, const TextClause& clause) {
  return any_of(vocabulary.matching(clause));
}

// SELECT document FROM (SELECT document, element FROM posting WHERE term IN (4,5)
//   INTERSECT SELECT document, element FROM number WHERE path IN (9) AND value >= ?2)
std::string Selection::ids(Vocabulary& vocabulary, const CitationClause& clause) {
  std::string same;
  const auto also = [&same](const std::string& select) { same += (same.empty() ? "" : " INTERSECT ") + select; };
  for (const TextClause& text : clause.texts) also(any_element_of(vocabulary.matching(text)));
  for (const YearClause& year : clause.years) also(years(vocabulary, year));
  if (same.empty()) return "SELECT id FROM document WHERE environment = " + std::to_string(environment_);
  return "SELECT document FROM (" + same + ")";
}

std::string Selection::years(Vocabulary& vocabulary, const YearClause& clause) {
  std::string select = "SELECT document, element FROM number WHERE path IN " + list(vocabulary.paths(clause.fields));
  if (!clause.years.empty()) {
    std::string wanted;
    for (const double year : clause.years) wanted += (wanted.empty() ? "" : ",") + parameter(year);
    select += " AND value IN (" + wanted + ")";
  }
  return select + bounds("value", clause.min, clause.max);
}

std::string Selection::ids(Vocabulary& vocabulary, const PairClause& clause) {
  RowIds alone;
  TermPairs pairs;
  for (const GroupedItem& item : clause.items) {
    const RowIds names = vocabulary.whole(clause.field, {item.name});
    if (item.members.empty()) {
      append(names, alone);
    } else {
      add_pairs(names, vocabulary.whole(clause.member_field, item.members), pairs);
    }
  }
  return either(any_of(alone), any_pair(pairs, Together::same_document));
}

std::string Selection::ids(Vocabulary& vocabulary, const HierarchyClause& clause) {
  RowIds alone;
  TermPairs pairs;
  for (const GroupedItem& item : clause.items) {
    for (std::size_t upper = 0; upper < clause.levels.size(); ++upper) {
      const RowIds names = vocabulary.whole(clause.levels[upper], {item.name});
      if (item.members.empty()) append(names, alone);
      for (std::size_t lower = upper + 1; lower < clause.levels.size() && !item.members.empty(); ++lower) {
        add_pairs(names, vocabulary.whole(clause.levels[lower], item.members), pairs);
      }
    }
  }
  return either(any_of(alone), any_pair(pairs, Together::same_document));
}

std::string Selection::ids(Vocabulary& vocabulary, const FeatureClause& clause) {
  const std::string& type = clause.type_field;
  const std::string& name = clause.name_field;
  RowIds alone;
  TermPairs pairs;
  for (const GroupedItem& item : clause.items) {
    const RowIds types = vocabulary.whole(type, {item.name});
    if (item.members.empty()) {
      append(types, alone);
      append(vocabulary.whole(name, {item.name}), alone);
    } else {
      add_pairs(types, vocabulary.whole(name, item.members), pairs);
    }
  }
  return either(any_of(alone), any_pair(pairs, Together::same_element));
}

std::string Selection::ids(Vocabulary& vocabulary, const VariablesClause& clause) {
  return any_result_of(vocabulary.analytes(clause));
}

// SELECT document FROM result WHERE analyte IN (1,2) AND bounded = 1 AND value >= ?2 AND value <= ?3
std::string Selection::ids(Vocabulary& vocabulary, const ChemistryClause& clause) {
  const RowIds analytes = vocabulary.analytes(clause);
  const std::string any = any_result_of(analytes);
  if (analytes.empty() || (!clause.min && !clause.max)) return any;
  return any + " AND bounded = 1" + bounds("value", clause.min, clause.max);
}

std::string Selection::ids(Vocabulary&, const BoxClause& clause) {
  if (clause.west <= clause.east) return box(clause, clause.west, clause.east);
  // Across the antimeridian: what lies west of it and what lies east of it.
  return either(box(clause, clause.west, std::nullopt), box(clause, std::nullopt, clause.east));
}

// SELECT document FROM place WHERE north >= ?2 AND south <= ?3 AND east >= ?4 AND west <= ?5   (the R*Tree, rounded)
//   AND latitude >= ?6 AND latitude <= ?7 AND longitude >= ?8 AND longitude <= ?9              (exactly)
std::string Selection::box(const BoxClause& clause, std::optional<double> west, std::optional<double> east) {
  std::string select = "SELECT document FROM place WHERE north >= " + parameter(rtree_bound(clause.south)) +
                       " AND south <= " + parameter(rtree_bound(clause.north));
  if (west) select += " AND east >= " + parameter(rtree_bound(*west));
  if (east) select += " AND west <= " + parameter(rtree_bound(*east));
  return select + bounds("latitude", clause.south, clause.north) + bounds("longitude", west, east);
}

// WITH ring(number, w, e, s, n) AS (VALUES (0,?2,?3,?4,?5))
// SELECT document FROM ring CROSS JOIN place ON east >= w AND west <= e AND north >= s AND south <= n
//   WHERE inside_ring(?1, number, longitude, latitude)
std::string Selection::ids(Vocabulary&, const PolygonClause& clause) {
  std::string values;
  for (const Ring& ring : clause.rings) {
    if (ring.empty()) continue;
    const RingBounds bounds = ring_bounds(ring);
    values += (values.empty() ? "(" : ",(") + std::to_string(rings_.size());
    for (const double bound : {bounds.west, bounds.east, bounds.south, bounds.north}) {
      values += "," + parameter(rtree_bound(bound));
    }
    values += ")";
    rings_.push_back(ring);
  }
  if (values.empty()) return no_document;
  return "WITH ring(number, w, e, s, n) AS (VALUES " + values +
         ") SELECT document FROM ring CROSS JOIN place ON east >= w AND west <= e AND north >= s AND south <= n"
         " WHERE inside_ring(?1, number, longitude, latitude)";
}

// SELECT id FROM document WHERE environment = 1 AND age_upper >= ?2
//   INTERSECT SELECT id FROM document WHERE environment = 1 AND age_lower <= ?3
std::string Selection::ids(Vocabulary&, const AgeClause& clause) {
  const std::string select = "SELECT id FROM document WHERE environment = " + std::to_string(environment_);
  std::string both;
  const auto also = [&](const std::string& condition) {
    if (!condition.empty()) both += (both.empty() ? "" : " INTERSECT ") + select + condition;
  };
  also(bounds("age_upper", clause.min, std::nullopt));
  also(bounds("age_upper", clause.exact, std::nullopt));
  also(bounds("age_lower", std::nullopt, clause.max));
  also(bounds("age_lower", std::nullopt, clause.exact));
  return both.empty() ? select : both;
}

}  // namespace exportd::search
