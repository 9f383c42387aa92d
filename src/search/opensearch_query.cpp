#include "search/opensearch_query.hpp"

#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/failure.hpp"
#include "search/opensearch_dsl.hpp"
#include "search/opensearch_places.hpp"
#include "search/opensearch_prefix.hpp"
#include "search/opensearch_results.hpp"

namespace exportd::search {
namespace {

using dsl::Query;

// Items without members by their names; of the others the names that share their members, which are then asked for
// once: a server takes about a thousand conditions in one query.
struct Items {
  explicit Items(const std::vector<GroupedItem>& items) {
    for (const GroupedItem& item : items) {
      (item.members.empty() ? alone : names_of_members[item.members]).push_back(item.name);
    }
  }
  std::vector<std::string> alone;
  std::map<std::vector<std::string>, std::vector<std::string>> names_of_members;
};

// A way to look for a part of a value: alone, or for one of many in one regular expression.
struct PartOfValue {
  Query (*alone)(std::string_view path, std::string_view part);
  const char* before;
  const char* after;
};
constexpr PartOfValue substrings{dsl::contains, ".*(", ").*"};
constexpr PartOfValue beginnings{dsl::prefix, "(", ").*"};

// More than these are put together, as a server takes about a thousand conditions in one query.
constexpr std::size_t parts_asked_alone = 20;

void add_each(const std::string& path, const std::vector<std::string>& parts, const PartOfValue& way,
              std::vector<Query>& to) {
  const bool many = parts.size() > parts_asked_alone;
  const Alternatives together = many ? alternatives(parts) : Alternatives{{}, parts};
  for (const std::string& part : together.too_long) to.push_back(way.alone(path, part));
  for (const std::string& expression : together.expressions) {
    to.push_back(dsl::regexp(path, way.before + expression + way.after));
  }
}

// Texts and years, of which each field is either wrapped into its nested object or already inside it.
class Fields {
 public:
  explicit Fields(const OpenSearchMapping& mapping) : mapping_(mapping) {}

  // The conditions of one field, of which one has to hold.
  void add_text(const std::string& field, const TextClause& clause, std::vector<Query>& to) const {
    const std::string& path = mapping_.lower_case_path(field);
    if (clause.match == TextMatch::substring) return add_each(path, clause.values, substrings, to);
    if (!clause.values.empty()) to.push_back(dsl::terms(path, clause.values));
    if (clause.match != TextMatch::author) return;
    std::vector<std::string> families;
    for (const std::string& value : clause.values) {
      // What stands before the first comma holds none itself.
      if (value.find(',') == std::string::npos) families.push_back(value + ",");
    }
    add_each(path, families, beginnings, to);
  }

  // One of the fields, each in its own nested object.
  [[nodiscard]] Query text(const TextClause& clause) const {
    std::map<std::string, std::vector<Query>> by_list;
    for (const std::string& field : clause.fields) add_text(field, clause, by_list[mapping_.nested_path(field)]);
    std::vector<Query> some;
    for (auto& [list, conditions] : by_list) some.push_back(dsl::in_nested(list, dsl::any_of(std::move(conditions))));
    return dsl::any_of(std::move(some));
  }

  [[nodiscard]] Query whole(const std::string& field, const std::vector<std::string>& values) const {
    return text({{field}, TextMatch::whole, values});
  }

  // The same, inside the nested object.
  [[nodiscard]] Query inner_text(const TextClause& clause) const {
    std::vector<Query> some;
    for (const std::string& field : clause.fields) add_text(field, clause, some);
    return dsl::any_of(std::move(some));
  }

  [[nodiscard]] Query inner_whole(const std::string& field, const std::vector<std::string>& values) const {
    return dsl::terms(mapping_.lower_case_path(field), values);
  }

  [[nodiscard]] Query inner_years(const YearClause& clause) const {
    std::vector<Query> some;
    for (const std::string& field : clause.fields) {
      const std::string path = mapping_.year_path(field);
      std::vector<Query> all;
      if (!clause.years.empty()) {
        boost::json::array years;
        for (const double year : clause.years) years.emplace_back(dsl::number(year));
        boost::json::object listed;
        listed.emplace(path, std::move(years));
        Query terms;
        terms.emplace("terms", std::move(listed));
        all.push_back(std::move(terms));
      }
      if (clause.years.empty() || clause.min || clause.max) all.push_back(dsl::range(path, clause.min, clause.max));
      some.push_back(dsl::all_of(std::move(all)));
    }
    return dsl::any_of(std::move(some));
  }

 private:
  const OpenSearchMapping& mapping_;
};

class ClauseQuery {
 public:
  ClauseQuery(const Environment& environment, const OpenSearchMapping& mapping)
      : environment_(environment), mapping_(mapping), fields_(mapping) {}

  Query operator()(const TextClause& clause) const { return fields_.text(clause); }

  Query operator()(const CitationClause& clause) const {
    std::vector<Query> all;
    for (const TextClause& text : clause.texts) all.push_back(fields_.inner_text(text));
    for (const YearClause& years : clause.years) all.push_back(fields_.inner_years(years));
    if (all.empty()) return dsl::all_of({});
    const std::string list = one_list(clause, all.size());
    return dsl::in_nested(list, dsl::all_of(std::move(all)));
  }

  Query operator()(const PairClause& clause) const {
    const Items items(clause.items);
    std::vector<Query> some;
    if (!items.alone.empty()) some.push_back(fields_.whole(clause.field, items.alone));
    for (const auto& [members, names] : items.names_of_members) {
      some.push_back(dsl::all_of({fields_.whole(clause.field, names), fields_.whole(clause.member_field, members)}));
    }
    return dsl::any_of(std::move(some));
  }

  Query operator()(const HierarchyClause& clause) const {
    const Items items(clause.items);
    std::vector<Query> some;
    if (!items.alone.empty()) some.push_back(fields_.text({clause.levels, TextMatch::whole, items.alone}));
    for (const auto& [members, names] : items.names_of_members) {
      for (auto upper = clause.levels.begin(); upper != clause.levels.end(); ++upper) {
        const std::vector<std::string> lower(upper + 1, clause.levels.end());
        if (lower.empty()) continue;
        some.push_back(dsl::all_of({fields_.whole(*upper, names), fields_.text({lower, TextMatch::whole, members})}));
      }
    }
    return dsl::any_of(std::move(some));
  }

  Query operator()(const FeatureClause& clause) const {
    const Items items(clause.items);
    std::vector<Query> some;
    if (!items.alone.empty()) {
      some.push_back(fields_.inner_whole(clause.type_field, items.alone));
      some.push_back(fields_.inner_whole(clause.name_field, items.alone));
    }
    for (const auto& [members, names] : items.names_of_members) {
      some.push_back(dsl::all_of(
          {fields_.inner_whole(clause.type_field, names), fields_.inner_whole(clause.name_field, members)}));
    }
    return dsl::in_nested(mapping_.list_path(clause.list), dsl::any_of(std::move(some)));
  }

  Query operator()(const VariablesClause& clause) const { return results_query(environment_, mapping_, clause); }
  Query operator()(const ChemistryClause& clause) const { return results_query(environment_, mapping_, clause); }
  Query operator()(const BoxClause& clause) const { return places_query(mapping_, clause); }
  Query operator()(const PolygonClause& clause) const { return places_query(mapping_, clause); }

  Query operator()(const AgeClause& clause) const {
    std::vector<Query> all;
    for (const auto& least : {clause.min, clause.exact}) {
      if (least) all.push_back(age_end("ageMax", least, std::nullopt));
    }
    for (const auto& greatest : {clause.max, clause.exact}) {
      if (greatest) all.push_back(age_end("ageMin", std::nullopt, greatest));
    }
    return dsl::all_of(std::move(all));
  }

 private:
  // The list whose one element must satisfy all conditions.
  [[nodiscard]] std::string one_list(const CitationClause& clause, std::size_t conditions) const {
    std::map<std::string, std::string> field_of_list;
    const auto add = [&](const std::vector<std::string>& fields) {
      for (const std::string& field : fields) field_of_list.emplace(mapping_.nested_path(field), field);
    };
    for (const TextClause& text : clause.texts) add(text.fields);
    for (const YearClause& years : clause.years) add(years.fields);
    const auto& [list, field] = *field_of_list.begin();
    const std::size_t dot = field.find('.');
    if (list.empty() && dot != std::string::npos && conditions > 1) return mapping_.list_path(field.substr(0, dot));
    if (field_of_list.size() == 1) return list;
    throw Failure(FailureKind::ours, "search_mapping",
                  "search index: " + field + " and " + field_of_list.rbegin()->second +
                      " cannot be searched together: they lie in different lists: let the parameters of citations name "
                      "fields of one nested list");
  }

  // An end of the range of ages; the age alone stands for an end that is not known.
  [[nodiscard]] Query age_end(std::string_view end, const std::optional<double>& min,
                              const std::optional<double>& max) const {
    const std::string path = mapping_.number_path(end);
    return dsl::any_of({dsl::range(path, min, max),
                        dsl::but_not(dsl::range(mapping_.number_path("age"), min, max), dsl::exists(path))});
  }

  const Environment& environment_;
  const OpenSearchMapping& mapping_;
  Fields fields_;
};

}  // namespace

Query opensearch_query(const Environment& environment, const OpenSearchMapping& mapping, const Criteria& criteria) {
  if (criteria.clauses.empty()) return dsl::all_of({});
  boost::json::array filter;
  for (const Clause& clause : criteria.clauses) filter.emplace_back(opensearch_clause(environment, mapping, clause));
  return {{"bool", {{"filter", std::move(filter)}}}};
}

Query opensearch_clause(const Environment& environment, const OpenSearchMapping& mapping, const Clause& clause) {
  return std::visit(ClauseQuery(environment, mapping), clause);
}

}  // namespace exportd::search
