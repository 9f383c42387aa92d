#include "search/record_index.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include "core/limits.hpp"
#include "core/lower_case.hpp"
#include "core/record_fields.hpp"
#include "search/record_values.hpp"

namespace exportd::search {
namespace {

std::vector<double> numbers_of(JsonValue object, std::string_view field) {
  std::vector<double> numbers;
  each_value_below(object, field, [&](JsonValue leaf) {
    if (const auto number = number_of(leaf)) numbers.push_back(*number);
  });
  return numbers;
}

std::size_t count_of(JsonValue object, std::string_view field) {
  std::size_t count = 0;
  each_value_below(object, field, [&](JsonValue) { ++count; });
  return count;
}

// How many entries each field that may hold a list multiplies to, of at most this many.
template <std::size_t n>
std::size_t combinations(JsonValue object, const std::array<std::string_view, n>& fields) {
  std::size_t product = 1;
  for (const std::string_view field : fields) {
    product *= std::max<std::size_t>(1, count_of(object, field));
    if (product > limits::record_combinations_max) break;
  }
  return product;
}

std::optional<std::string> fault_of_list(JsonValue record, std::string_view field) {
  const std::optional<JsonValue> list = record.member(field);
  if (!list) return std::nullopt;
  bool objects_only = true;
  each_leaf(*list, [&](JsonValue element) { objects_only = objects_only && element.kind() == JsonKind::object; });
  if (objects_only) return std::nullopt;
  return std::string(field) + " holds something that is no object";
}

// The texts of a field of one result. Absent and null are one empty text, as in the names of columns.
class FieldTexts {
 public:
  FieldTexts(JsonValue result, std::string_view field) {
    each_value_below(result, field, [&](JsonValue leaf) {
      std::string_view text = leaf.text();
      if (leaf.kind() == JsonKind::object) {
        owned_.push_back(std::make_unique<std::string>());
        text = text_of(leaf, *owned_.back());
      }
      if (!texts_.empty()) joined_.append(texts_.size() == 1 ? texts_[0] : std::string_view()).append("; ");
      if (!texts_.empty()) joined_.append(text);
      texts_.push_back(text);
    });
    if (texts_.empty()) texts_.emplace_back();
  }
  [[nodiscard]] auto begin() const { return texts_.begin(); }
  [[nodiscard]] auto end() const { return texts_.end(); }
  [[nodiscard]] bool several() const { return texts_.size() > 1; }
  [[nodiscard]] std::string_view joined() const { return several() ? joined_ : texts_.front(); }

 private:
  std::vector<std::string_view> texts_;
  std::vector<std::unique_ptr<std::string>> owned_;
  std::string joined_;
};

// Calls visit(optional<double>) for each result of a flat record's field: each element, null ones too, is one.
template <class Visit>
void each_flat_result(JsonValue field, const Visit& visit) {
  if (field.kind() == JsonKind::list) {
    field.each_child([&](JsonValue element) { each_flat_result(element, visit); });
  } else {
    visit(number_of(field));
  }
}

constexpr std::array<std::string_view, 3> multiplying_fields = {"variable", "variableGroup", "value"};

}  // namespace

RecordIndex::RecordIndex(const Environment& environment)
    : shape_(environment.shape),
      id_field_(environment.id_field),
      order_(environment.order),
      plan_(index_plan(environment)),
      own_fields_(own_fields.begin(), own_fields.end()) {
  for (const FlatAnalyte& analyte : environment.flat_analytes) flat_analytes_.emplace(analyte.field, analyte);
}

std::optional<std::string_view> RecordIndex::id(JsonValue record) const {
  const std::optional<JsonValue> value = record.member(id_field_);
  if (!value || value->kind() != JsonKind::text || value->text().empty()) return std::nullopt;
  return value->text();
}

std::optional<std::string> RecordIndex::fault(JsonValue record) const {
  for (const std::string_view list : {"results", "citations"}) {
    if (auto reason = fault_of_list(record, list)) return reason;
  }
  std::size_t total = combinations(record, std::array<std::string_view, 2>{"longitude", "latitude"});
  if (const auto results = record.member("results"); results && shape_ == RecordShape::nested) {
    each_leaf(*results, [&](JsonValue result) {
      const std::size_t several = combinations(result, multiplying_fields);
      if (several > 1) total += several;
    });
  }
  if (total <= limits::record_combinations_max) return std::nullopt;
  return "lists inside it multiply to more than " + std::to_string(limits::record_combinations_max) + " values";
}

void RecordIndex::entries(JsonValue record, IndexSink& sink) {
  texts(record, sink);
  for (std::size_t path = 0; path < plan_.number_paths.size(); ++path) {
    each_value_at(record, plan_.number_paths[path], [&](int element, JsonValue leaf) {
      if (const auto number = number_of(leaf)) sink.number(path, element, *number);
    });
  }
  positions(record, sink);
  if (shape_ == RecordShape::nested) {
    nested_results(record, sink);
  } else {
    flat_results(record, sink);
  }
}

void RecordIndex::texts(JsonValue record, IndexSink& sink) {
  for (std::size_t path = 0; path < plan_.text_paths.size(); ++path) {
    const std::string& field = plan_.text_paths[path];
    // Nothing asks for two texts of one and the same result, so its place is left out: one entry for many results.
    const bool of_result = field.starts_with("results.");
    each_value_at(record, field, [&](int element, JsonValue leaf) {
      lowered_.clear();
      append_lower_case(lowered_, text_of(leaf, scratch_));
      sink.text(path, of_result ? 0 : element, lowered_);
    });
  }
}

void RecordIndex::positions(JsonValue record, IndexSink& sink) const {
  for (const double longitude : numbers_of(record, "longitude")) {
    for (const double latitude : numbers_of(record, "latitude")) sink.position(longitude, latitude);
  }
}

void RecordIndex::nested_results(JsonValue record, IndexSink& sink) {
  const auto results = record.member("results");
  if (results) each_leaf(*results, [&](JsonValue result) { nested_result(result, sink); });
}

void RecordIndex::nested_result(JsonValue result, IndexSink& sink) {
  std::vector<double> values = numbers_of(result, "value");
  if (count_of(result, "qualifier") > 0) values.clear();
  const auto put = [&](const AnalyteTexts& analyte, AnalyteRole role) {
    if (values.empty()) sink.result(analyte, role, std::nullopt);
    for (const double value : values) sink.result(analyte, role, value);
  };
  const FieldTexts variables(result, "variable");
  const FieldTexts groups(result, "variableGroup");
  const FieldTexts units(result, "unit");
  const FieldTexts methods(result, "method");
  AnalyteTexts shown{variables.joined(), units.joined(), groups.joined(), methods.joined()};
  if (!variables.several() && !groups.several()) return put(shown, AnalyteRole::shown_and_searched);

  for (const std::string_view group : groups) {
    shown.group = group;
    sink.result(shown, AnalyteRole::shown, std::nullopt);
  }
  for (const std::string_view variable : variables) {
    for (const std::string_view group : groups) put({variable, {}, group, {}}, AnalyteRole::searched);
  }
}

void RecordIndex::flat_results(JsonValue record, IndexSink& sink) const {
  record.each_child([&](JsonValue field) {
    if (own_fields_.contains(field.key())) return;
    AnalyteTexts analyte{.variable = field.key(), .unit = {}, .group = {}, .method = {}};
    if (const auto configured = flat_analytes_.find(std::string(field.key())); configured != flat_analytes_.end()) {
      analyte = {configured->second.variable, configured->second.unit, configured->second.group, {}};
    }
    each_flat_result(
        field, [&](std::optional<double> value) { sink.result(analyte, AnalyteRole::shown_and_searched, value); });
  });
}

std::optional<std::string> RecordIndex::order_key(JsonValue record) const {
  std::optional<std::string> least;
  std::string scratch;
  each_value_at(record, order_, [&](int, JsonValue leaf) {
    const std::string_view text = text_of(leaf, scratch);
    if (!least || text < *least) least = std::string(text);
  });
  return least;
}

AgeRange RecordIndex::ages(JsonValue record) {
  const std::vector<double> middle = numbers_of(record, "age");
  std::vector<double> lower = numbers_of(record, "ageMin");
  std::vector<double> upper = numbers_of(record, "ageMax");
  if (lower.empty()) lower = middle;
  if (upper.empty()) upper = middle;
  AgeRange range;
  if (!lower.empty()) range.lower = *std::min_element(lower.begin(), lower.end());
  if (!upper.empty()) range.upper = *std::max_element(upper.begin(), upper.end());
  return range;
}

}  // namespace exportd::search
