#include "search/opensearch_results.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "core/lower_case.hpp"
#include "search/opensearch_dsl.hpp"

namespace exportd::search {
namespace {

using dsl::Query;

Query nested_query(const OpenSearchMapping& mapping, const VariablesClause& clause) {
  const std::string& variable = mapping.exact_path("results.variable");
  const std::string& group = mapping.lower_case_path("results.variableGroup");
  std::vector<std::string> variables;
  std::vector<std::string> groups;
  std::map<std::vector<std::string>, std::vector<std::string>> groups_of_members;
  for (const GroupedItem& item : clause.items) {
    const std::string lowered = lower_case(item.name);
    if (!item.members.empty()) {
      groups_of_members[item.members].push_back(lowered);
      continue;
    }
    variables.push_back(item.name);
    if (!is_element_like_a_code(item.name)) groups.push_back(lowered);
  }
  std::vector<Query> some;
  if (!variables.empty()) some.push_back(dsl::terms(variable, variables));
  if (!groups.empty()) some.push_back(dsl::terms(group, groups));
  for (const auto& [members, names] : groups_of_members) {
    some.push_back(dsl::all_of({dsl::terms(group, names), dsl::terms(variable, members)}));
  }
  return dsl::in_nested(mapping.list_path("results"), dsl::any_of(std::move(some)));
}

Query nested_query(const OpenSearchMapping& mapping, const ChemistryClause& clause) {
  std::vector<Query> all;
  if (!clause.group.empty()) {
    all.push_back(dsl::terms(mapping.lower_case_path("results.variableGroup"), {clause.group}));
  }
  if (!clause.variable.empty() || clause.group.empty()) {
    all.push_back(dsl::terms(mapping.exact_path("results.variable"), {clause.variable}));
  }
  const bool bounded = clause.min || clause.max;
  if (bounded) all.push_back(dsl::range(mapping.number_path("results.value"), clause.min, clause.max));
  Query one = dsl::all_of(std::move(all));
  // An empty qualifier is one too: it exists.
  if (bounded) one = dsl::but_not(std::move(one), dsl::exists(mapping.known_path("results.qualifier")));
  return dsl::in_nested(mapping.list_path("results"), std::move(one));
}

bool fits(const FlatAnalyte& analyte, const GroupedItem& item) {
  const bool in_group = lower_case(analyte.group) == lower_case(item.name);
  if (!item.members.empty()) {
    return in_group && std::find(item.members.begin(), item.members.end(), analyte.variable) != item.members.end();
  }
  return analyte.variable == item.name || (in_group && !is_element_like_a_code(item.name));
}

bool fits(const FlatAnalyte& analyte, const ChemistryClause& clause) {
  const bool in_group = clause.group.empty() || lower_case(analyte.group) == clause.group;
  const bool is_variable = clause.variable.empty() ? !clause.group.empty() : analyte.variable == clause.variable;
  return in_group && is_variable;
}

std::vector<std::string> fields_that(const std::vector<FlatAnalyte>& analytes,
                                     const std::function<bool(const FlatAnalyte&)>& fit) {
  std::vector<std::string> fields;
  for (const FlatAnalyte& analyte : analytes) {
    if (fit(analyte)) fields.push_back(analyte.field);
  }
  return fields;
}

}  // namespace

Query results_query(const Environment& environment, const OpenSearchMapping& mapping, const VariablesClause& clause) {
  if (environment.shape == RecordShape::nested) return nested_query(mapping, clause);
  return has_flat_result(fields_that(flat_analytes(environment, mapping), [&](const FlatAnalyte& analyte) {
    return std::any_of(clause.items.begin(), clause.items.end(),
                       [&](const GroupedItem& item) { return fits(analyte, item); });
  }));
}

Query results_query(const Environment& environment, const OpenSearchMapping& mapping, const ChemistryClause& clause) {
  if (environment.shape == RecordShape::nested) return nested_query(mapping, clause);
  const std::vector<std::string> fields =
      fields_that(flat_analytes(environment, mapping), [&](const auto& analyte) { return fits(analyte, clause); });
  if (!clause.min && !clause.max) return has_flat_result(fields);
  std::vector<Query> some;
  for (const std::string& field : fields) {
    some.push_back(dsl::range(mapping.number_path(field), clause.min, clause.max));
  }
  return dsl::any_of(std::move(some));
}

std::vector<FlatAnalyte> flat_analytes(const Environment& environment, const OpenSearchMapping& mapping) {
  std::map<std::string_view, const FlatAnalyte*> configured;
  for (const FlatAnalyte& analyte : environment.flat_analytes) configured.emplace(analyte.field, &analyte);
  std::vector<FlatAnalyte> analytes;
  for (std::string& field : mapping.analyte_fields()) {
    const auto known = configured.find(field);
    analytes.push_back(known != configured.end() ? *known->second : FlatAnalyte{field, field, {}, {}});
  }
  return analytes;
}

Query has_flat_result(const std::vector<std::string>& fields) {
  if (fields.empty()) return dsl::any_of({});
  std::vector<Query> some;
  for (const std::string& field : fields) some.push_back(dsl::exists(field));
  some.push_back(dsl::terms("_ignored", fields));
  return dsl::any_of(std::move(some));
}

}  // namespace exportd::search
