#include "testing/record_reading.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "core/json_number.hpp"
#include "core/record_fields.hpp"
#include "search/record_values.hpp"

namespace exportd::testing {
namespace {

using search::JsonKind;
using search::JsonValue;

std::string text(JsonValue value) {
  std::string scratch;
  return std::string(search::text_of(value, scratch));
}

std::optional<double> number(JsonValue value) {
  if (value.kind() != JsonKind::number && value.kind() != JsonKind::text) return std::nullopt;
  if (!is_json_number(value.text())) return std::nullopt;
  const double parsed = std::strtod(std::string(value.text()).c_str(), nullptr);
  if (!std::isfinite(parsed)) return std::nullopt;
  return parsed;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all = texts.at(0);
  for (std::size_t at = 1; at < texts.size(); ++at) all += "; " + texts[at];
  return all;
}

std::vector<std::string> texts_or_empty(JsonValue object, std::string_view field) {
  std::vector<std::string> texts = texts_of(object, field);
  if (texts.empty()) texts.emplace_back();
  return texts;
}

ResultReading nested(JsonValue result) {
  return {.variables = texts_or_empty(result, "variable"),
          .groups = texts_or_empty(result, "variableGroup"),
          .units = texts_or_empty(result, "unit"),
          .methods = texts_or_empty(result, "method"),
          .values = numbers_of(result, "value"),
          .qualified = !values_of(result, "qualifier").empty()};
}

// A flat field's elements, nulls too.
void flat_elements(JsonValue field, std::vector<JsonValue>& to) {
  if (field.kind() != JsonKind::list) {
    to.push_back(field);
  } else {
    field.each_child([&](JsonValue element) { flat_elements(element, to); });
  }
}

void add_flat(const Environment& environment, JsonValue field, std::vector<ResultReading>& to) {
  if (std::find(own_fields.begin(), own_fields.end(), field.key()) != own_fields.end()) return;
  Analyte named{.variable = std::string(field.key()), .unit = {}, .group = {}, .method = {}};
  for (const FlatAnalyte& configured : environment.flat_analytes) {
    if (configured.field == field.key()) named = {configured.variable, configured.unit, configured.group, {}};
  }
  std::vector<JsonValue> elements;
  flat_elements(field, elements);
  for (const JsonValue element : elements) {
    ResultReading result{{named.variable}, {named.group}, {named.unit}, {""}, {}, false};
    if (const auto value = number(element)) result.values.push_back(*value);
    to.push_back(std::move(result));
  }
}

}  // namespace

std::vector<Analyte> ResultReading::analytes() const {
  std::vector<Analyte> all;
  for (const std::string& group : groups) {
    all.push_back({.variable = joined(variables), .unit = joined(units), .group = group, .method = joined(methods)});
  }
  if (groups.empty()) all.push_back({joined(variables), joined(units), "", joined(methods)});
  return all;
}

std::vector<JsonValue> flattened(JsonValue value) {
  if (value.kind() == JsonKind::null) return {};
  if (value.kind() != JsonKind::list) return {value};
  std::vector<JsonValue> all;
  value.each_child([&](JsonValue element) {
    const std::vector<JsonValue> inner = flattened(element);
    all.insert(all.end(), inner.begin(), inner.end());
  });
  return all;
}

std::vector<JsonValue> values_of(JsonValue object, std::string_view field) {
  const std::optional<JsonValue> value = object.member(field);
  return value ? flattened(*value) : std::vector<JsonValue>();
}

std::vector<std::string> texts_of(JsonValue object, std::string_view field) {
  std::vector<std::string> texts;
  for (const JsonValue value : values_of(object, field)) texts.push_back(text(value));
  return texts;
}

std::vector<double> numbers_of(JsonValue object, std::string_view field) {
  std::vector<double> numbers;
  for (const JsonValue value : values_of(object, field)) {
    if (const auto parsed = number(value)) numbers.push_back(*parsed);
  }
  return numbers;
}

std::vector<std::string> texts_at(JsonValue record, std::string_view path) {
  const std::size_t dot = path.find('.');
  if (dot == std::string_view::npos) return texts_of(record, path);
  std::vector<std::string> texts;
  for (const JsonValue object : values_of(record, path.substr(0, dot))) {
    const std::vector<std::string> inner = texts_of(object, path.substr(dot + 1));
    texts.insert(texts.end(), inner.begin(), inner.end());
  }
  return texts;
}

std::vector<ResultReading> results_of(const Environment& environment, JsonValue record) {
  std::vector<ResultReading> results;
  if (environment.shape == RecordShape::nested) {
    for (const JsonValue result : values_of(record, "results")) results.push_back(nested(result));
  } else {
    record.each_child([&](JsonValue field) { add_flat(environment, field, results); });
  }
  return results;
}

}  // namespace exportd::testing
