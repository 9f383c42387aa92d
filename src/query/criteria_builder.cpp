// From understood parameters to the clauses of a search.
#include <algorithm>
#include <optional>

#include "query/number.hpp"
#include "query/search_values.hpp"

namespace exportd::query {

namespace {

TextClause text_clause(const ParameterSpec& spec, const ParameterValue& value) {
  const TextMatch match = spec.kind == ParameterKind::substring ? TextMatch::substring
                          : spec.kind == ParameterKind::author  ? TextMatch::author
                                                                : TextMatch::whole;
  return {spec.fields, match, value.texts};
}

YearClause year_clause(const ParameterSpec& spec, const ParameterValue& value) {
  YearClause clause{.fields = spec.fields, .years = {}, .min = {}, .max = {}};
  switch (spec.kind) {
    case ParameterKind::year_min: clause.min = number_value(value.canonical); break;
    case ParameterKind::year_max: clause.max = number_value(value.canonical); break;
    case ParameterKind::year_exact: clause.years = {number_value(value.canonical)}; break;
    default:
      for (const std::string& year : value.texts) clause.years.push_back(number_value(year));
  }
  return clause;
}

// A parameter whose every field is one of a citation's.
bool of_citation(const ParameterSpec& spec) {
  return std::all_of(spec.fields.begin(), spec.fields.end(),
                     [](const std::string& field) { return field.starts_with("citations."); });
}

// Gathers the clauses; those that several parameters share are added once all parameters have been seen.
class CriteriaBuilder {
 public:
  void add(const ParameterSpec& spec, const ParameterValue& value) {
    switch (spec.kind) {
      case ParameterKind::text:
      case ParameterKind::substring:
      case ParameterKind::author: return add_text(spec, value);
      case ParameterKind::year:
      case ParameterKind::year_min:
      case ParameterKind::year_max:
      case ParameterKind::year_exact: return citation().years.push_back(year_clause(spec, value));
      case ParameterKind::age_min: ages().min = number_value(value.canonical); return;
      case ParameterKind::age_max: ages().max = number_value(value.canonical); return;
      case ParameterKind::age_exact: ages().exact = number_value(value.canonical); return;
      case ParameterKind::pair: return push(PairClause{spec.fields.at(0), spec.fields.at(1), value.items});
      case ParameterKind::hierarchy: return push(HierarchyClause{spec.fields, value.items});
      case ParameterKind::feature:
        return push(FeatureClause{spec.fields.at(0), spec.fields.at(1), spec.fields.at(2), value.items});
      case ParameterKind::variables: return push(VariablesClause{value.items});
      case ParameterKind::chemistry:
        for (const ChemistryClause& expression : value.chemistry) push(expression);
        return;
      case ParameterKind::bounding_box: return push(value.box);
      case ParameterKind::polygons: return push(PolygonClause{value.rings});
    }
  }

  Criteria finish() {
    if (citation_) push(std::move(*citation_));
    if (ages_) push(*ages_);
    return std::move(criteria_);
  }

 private:
  void push(Clause clause) { criteria_.clauses.push_back(std::move(clause)); }

  void add_text(const ParameterSpec& spec, const ParameterValue& value) {
    if (of_citation(spec)) {
      citation().texts.push_back(text_clause(spec, value));
    } else {
      push(text_clause(spec, value));
    }
  }

  CitationClause& citation() { return citation_ ? *citation_ : citation_.emplace(); }
  AgeClause& ages() { return ages_ ? *ages_ : ages_.emplace(); }

  Criteria criteria_;
  std::optional<CitationClause> citation_;
  std::optional<AgeClause> ages_;
};

}  // namespace

Criteria build_criteria(const Environment& environment, const SearchValues& values) {
  CriteriaBuilder builder;
  for (const auto& [name, value] : values) {
    if (const ParameterSpec* spec = environment.parameter(name)) builder.add(*spec, value);
  }
  return builder.finish();
}

}  // namespace exportd::query
