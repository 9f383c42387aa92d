// Criteria: what picks the records. All clauses must hold. Texts are already lower-cased (lower_case.hpp) unless said.
// Field paths are those of the record: "material", "citations.authors". How they match: docs/search-parameters.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace exportd {

enum class TextMatch {
  whole,
  substring,
  author,  // the whole value, or the part of it before the first comma
};

// Some value of some field matches some of `values`.
struct TextClause {
  std::vector<std::string> fields;
  TextMatch match = TextMatch::whole;
  std::vector<std::string> values;
};

// Some number of some field is one of `years` (none = any) and within the inclusive bounds.
struct YearClause {
  std::vector<std::string> fields;
  std::vector<double> years;
  std::optional<double> min;
  std::optional<double> max;
};

// One and the same citation satisfies all of these.
struct CitationClause {
  std::vector<TextClause> texts;
  std::vector<YearClause> years;
};

// `name`, or `name::[a||b]`.
struct GroupedItem {
  std::string name;
  std::vector<std::string> members;  // empty: the name alone
};

// fields[0] has item.name and, with members, fields[1] has one of them.
struct PairClause {
  std::string field;
  std::string member_field;
  std::vector<GroupedItem> items;
};

// Some level holds item.name and, with members, some later level holds one of them.
struct HierarchyClause {
  std::vector<std::string> levels;  // upper first
  std::vector<GroupedItem> items;
};

// The three are whole paths: "geoFeatures", "geoFeatures.type", "geoFeatures.name".
// Some feature has type or name item.name; with members: one feature has that type and one of the members as name.
struct FeatureClause {
  std::string list;
  std::string type_field;
  std::string name_field;
  std::vector<GroupedItem> items;
};

// Te and Ir, so written and alone, are the elements: never the codes of trace elements and isotope ratios, nor a group.
[[nodiscard]] inline bool is_element_like_a_code(std::string_view lone) {
  return lone == "Te" || lone == "Ir";
}

// Some result: without members, its variable is exactly item.name or its group (ignoring case) item.name;
// with members, its group is item.name and its variable exactly one of the members. Names of variables keep their case.
struct VariablesClause {
  std::vector<GroupedItem> items;
};

// Some result fits: group (lower case) and variable (exact) where not empty; its value within the bounds, if any.
// A result with a qualifier never satisfies a bound.
struct ChemistryClause {
  std::string group;
  std::string variable;
  std::optional<double> min;
  std::optional<double> max;
};

// Inclusive; west > east crosses the antimeridian.
struct BoxClause {
  double west = 0, south = 0, east = 0, north = 0;
};

struct Vertex {
  double longitude = 0, latitude = 0;
};
// A ring without the closing vertex: the corners in their order.
using Ring = std::vector<Vertex>;

// Inside one of the rings, even-odd.
struct PolygonClause {
  std::vector<Ring> rings;
};

// Ma. min ≤ upper, lower ≤ max, lower ≤ exact ≤ upper; an unknown end is false.
struct AgeClause {
  std::optional<double> min;
  std::optional<double> max;
  std::optional<double> exact;
};

using Clause = std::variant<TextClause, CitationClause, PairClause, HierarchyClause, FeatureClause, VariablesClause,
                            ChemistryClause, BoxClause, PolygonClause, AgeClause>;

struct Criteria {
  std::vector<Clause> clauses;  // none: every record
};

}  // namespace exportd
