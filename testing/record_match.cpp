#include "testing/record_match.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/lower_case.hpp"
#include "testing/record_reading.hpp"

namespace exportd::testing {
namespace {

using search::JsonValue;

bool contains(const std::vector<std::string>& texts, const std::string& wanted) {
  return std::find(texts.begin(), texts.end(), wanted) != texts.end();
}

std::vector<std::string> lowered(std::vector<std::string> texts) {
  for (std::string& text : texts) text = lower_case(text);
  return texts;
}

template <class Numbers, class Test>
bool any(const Numbers& numbers, const Test& test) {
  return std::any_of(numbers.begin(), numbers.end(), test);
}

bool fits(TextMatch match, const std::string& text, const std::string& wanted) {
  switch (match) {
    case TextMatch::whole: return text == wanted;
    case TextMatch::substring: return text.find(wanted) != std::string::npos;
    case TextMatch::author: return text == wanted || text.substr(0, text.find(',')) == wanted;
  }
  return false;
}

bool some_text_fits(const TextClause& clause, const std::vector<std::string>& texts) {
  return any(texts, [&](const std::string& text) {
    return any(clause.values, [&](const std::string& value) { return fits(clause.match, lower_case(text), value); });
  });
}

// "citations.authors" → "authors".
std::string_view inside(std::string_view path) {
  return path.substr(path.find('.') + 1);
}

bool year_fits(const YearClause& clause, double year) {
  const bool listed = clause.years.empty() || any(clause.years, [&](double wanted) { return wanted == year; });
  return listed && (!clause.min || *clause.min <= year) && (!clause.max || year <= *clause.max);
}

bool citation_fits(const CitationClause& clause, JsonValue citation) {
  for (const TextClause& text : clause.texts) {
    if (!any(text.fields,
             [&](const std::string& path) { return some_text_fits(text, texts_of(citation, inside(path))); })) {
      return false;
    }
  }
  for (const YearClause& year : clause.years) {
    const bool fits = any(year.fields, [&](const std::string& path) {
      return any(numbers_of(citation, inside(path)), [&](double number) { return year_fits(year, number); });
    });
    if (!fits) return false;
  }
  return true;
}

// One record, and whether it satisfies each kind of clause.
struct Reading {
  const Environment& environment;
  JsonValue record;

  bool operator()(const TextClause& clause) const {
    return any(clause.fields, [&](const std::string& path) { return some_text_fits(clause, texts_at(record, path)); });
  }

  bool operator()(const CitationClause& clause) const {
    if (clause.texts.empty() && clause.years.empty()) return true;
    return any(values_of(record, "citations"), [&](JsonValue citation) { return citation_fits(clause, citation); });
  }

  bool operator()(const PairClause& clause) const {
    const std::vector<std::string> texts = lowered(texts_at(record, clause.field));
    const std::vector<std::string> members = lowered(texts_at(record, clause.member_field));
    return any(clause.items, [&](const GroupedItem& item) {
      if (!contains(texts, item.name)) return false;
      return item.members.empty() || any(item.members, [&](const std::string& m) { return contains(members, m); });
    });
  }

  bool operator()(const HierarchyClause& clause) const {
    std::vector<std::vector<std::string>> levels;
    for (const std::string& level : clause.levels) levels.push_back(lowered(texts_at(record, level)));
    return any(clause.items, [&](const GroupedItem& item) {
      bool parent_seen = false;
      for (const std::vector<std::string>& level : levels) {
        const bool child = any(item.members, [&](const std::string& m) { return contains(level, m); });
        if (parent_seen && child) return true;
        parent_seen = parent_seen || contains(level, item.name);
        if (parent_seen && item.members.empty()) return true;
      }
      return false;
    });
  }

  bool operator()(const FeatureClause& clause) const {
    return any(values_of(record, clause.list), [&](JsonValue feature) {
      const std::vector<std::string> types = lowered(texts_of(feature, inside(clause.type_field)));
      const std::vector<std::string> names = lowered(texts_of(feature, inside(clause.name_field)));
      return any(clause.items, [&](const GroupedItem& item) {
        if (item.members.empty()) return contains(types, item.name) || contains(names, item.name);
        return contains(types, item.name) &&
               any(item.members, [&](const std::string& member) { return contains(names, member); });
      });
    });
  }

  bool operator()(const VariablesClause& clause) const {
    return any(results_of(environment, record), [&](const ResultReading& result) {
      const std::vector<std::string> groups = lowered(result.groups);
      return any(clause.items, [&](const GroupedItem& item) {
        const bool in_group = contains(groups, lower_case(item.name));
        const bool element = item.name == "Te" || item.name == "Ir";
        if (item.members.empty()) return (in_group && !element) || contains(result.variables, item.name);
        return in_group && any(item.members, [&](const std::string& m) { return contains(result.variables, m); });
      });
    });
  }

  bool operator()(const ChemistryClause& clause) const {
    return any(results_of(environment, record), [&](const ResultReading& result) {
      if (!clause.group.empty() && !contains(lowered(result.groups), clause.group)) return false;
      if (!clause.variable.empty() && !contains(result.variables, clause.variable)) return false;
      if (!clause.min && !clause.max) return true;
      return !result.qualified && any(result.values, [&](double value) {
        return (!clause.min || *clause.min <= value) && (!clause.max || value <= *clause.max);
      });
    });
  }

  bool operator()(const BoxClause& box) const {
    const bool latitude =
        any(numbers_of(record, "latitude"), [&](double y) { return box.south <= y && y <= box.north; });
    const bool longitude = any(numbers_of(record, "longitude"), [&](double x) {
      return box.west <= box.east ? box.west <= x && x <= box.east : box.west <= x || x <= box.east;
    });
    return latitude && longitude;
  }

  bool operator()(const PolygonClause& clause) const {
    return any(numbers_of(record, "longitude"), [&](double x) {
      return any(numbers_of(record, "latitude"), [&](double y) {
        return any(clause.rings, [&](const Ring& ring) { return inside_ring(ring, x, y); });
      });
    });
  }

  bool operator()(const AgeClause& clause) const {
    const std::vector<double> age = numbers_of(record, "age");
    std::vector<double> lower = numbers_of(record, "ageMin");
    std::vector<double> upper = numbers_of(record, "ageMax");
    if (lower.empty()) lower = age;
    if (upper.empty()) upper = age;
    const auto reaches = [&](double bound) { return any(upper, [&](double end) { return bound <= end; }); };
    const auto begins_by = [&](double bound) { return any(lower, [&](double end) { return end <= bound; }); };
    if (clause.min && !reaches(*clause.min)) return false;
    if (clause.max && !begins_by(*clause.max)) return false;
    return !clause.exact || (begins_by(*clause.exact) && reaches(*clause.exact));
  }

  static bool inside_ring(const Ring& ring, double x, double y) {
    bool odd = false;
    for (std::size_t at = 0; at < ring.size(); ++at) {
      const Vertex& i = ring[at];
      const Vertex& j = ring[(at + ring.size() - 1) % ring.size()];
      if ((i.latitude > y) == (j.latitude > y)) continue;
      const double crossing = (j.longitude - i.longitude) * (y - i.latitude) / (j.latitude - i.latitude) + i.longitude;
      odd = odd != (x < crossing);
    }
    return odd;
  }
};

}  // namespace

bool matches(const Environment& environment, JsonValue record, const Criteria& criteria) {
  const Reading reading{environment, record};
  return std::all_of(criteria.clauses.begin(), criteria.clauses.end(),
                     [&](const Clause& clause) { return std::visit(reading, clause); });
}

}  // namespace exportd::testing
