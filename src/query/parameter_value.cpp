#include "query/parameter_value.hpp"

#include "core/lower_case.hpp"
#include "query/bounding_box.hpp"
#include "query/chemistry.hpp"
#include "query/items.hpp"
#include "query/polygons.hpp"
#include "query/single_number.hpp"

namespace exportd::query {

namespace {

using Parsed = Result<ParameterValue, QueryError>;
using Given = std::span<const std::string>;

Parsed with_list(const std::string& name, std::vector<std::string> texts) {
  auto canonical = joined_list(name, texts);
  if (!canonical) return Err{canonical.error()};
  ParameterValue value;
  value.canonical = std::move(canonical).value();
  value.texts = std::move(texts);
  return value;
}

Parsed parse_texts(const std::string& name, Given values) {
  std::vector<std::string> texts;
  for (const std::string_view item : list_items(values)) texts.push_back(lower_case(item));
  sort_unique(texts);
  return with_list(name, std::move(texts));
}

Parsed parse_years(const std::string& name, Given values) {
  auto years = year_list(name, values);
  if (!years) return Err{years.error()};
  return with_list(name, std::move(years).value());
}

Parsed parse_single(const std::string& name, Given values, SingleKind kind) {
  auto canonical = single_value(name, values, kind);
  if (!canonical) return Err{canonical.error()};
  ParameterValue value;
  value.canonical = std::move(canonical).value();
  return value;
}

Parsed parse_items(const std::string& name, Given values, ItemRule rule) {
  auto list = grouped_list(name, values, rule);
  if (!list) return Err{list.error()};
  GroupedList taken = std::move(list).value();
  ParameterValue value;
  value.items = std::move(taken.items);
  value.canonical = std::move(taken.canonical);
  return value;
}

Parsed parse_expressions(const std::string& name, Given values) {
  auto chemistry = parse_chemistry(name, values);
  if (!chemistry) return Err{chemistry.error()};
  Chemistry taken = std::move(chemistry).value();
  ParameterValue value;
  value.chemistry = std::move(taken.expressions);
  value.canonical = std::move(taken.canonical);
  return value;
}

Parsed parse_box(const std::string& name, Given values) {
  const auto box = parse_bounding_box(name, values);
  if (!box) return Err{box.error()};
  ParameterValue value;
  value.box = box->clause;
  value.canonical = box->canonical;
  return value;
}

Parsed parse_rings(const std::string& name, Given values) {
  auto polygons = parse_polygons(name, values);
  if (!polygons) return Err{polygons.error()};
  Polygons taken = std::move(polygons).value();
  ParameterValue value;
  value.rings = std::move(taken.rings);
  value.canonical = std::move(taken.canonical);
  return value;
}

}  // namespace

Result<ParameterValue, QueryError> parse_parameter(const ParameterSpec& spec, std::span<const std::string> values) {
  switch (spec.kind) {
    case ParameterKind::text:
    case ParameterKind::substring:
    case ParameterKind::author: return parse_texts(spec.name, values);
    case ParameterKind::year: return parse_years(spec.name, values);
    case ParameterKind::year_min:
    case ParameterKind::year_max:
    case ParameterKind::year_exact: return parse_single(spec.name, values, SingleKind::year);
    case ParameterKind::age_min:
    case ParameterKind::age_max:
    case ParameterKind::age_exact: return parse_single(spec.name, values, SingleKind::number);
    case ParameterKind::pair:
    case ParameterKind::hierarchy:
    case ParameterKind::feature: return parse_items(spec.name, values, ItemRule::text);
    case ParameterKind::variables: return parse_items(spec.name, values, ItemRule::variables);
    case ParameterKind::chemistry: return parse_expressions(spec.name, values);
    case ParameterKind::bounding_box: return parse_box(spec.name, values);
    case ParameterKind::polygons: return parse_rings(spec.name, values);
  }
  return ParameterValue{};
}

}  // namespace exportd::query
