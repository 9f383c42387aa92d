#include "app/record_points.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "search/record_values.hpp"
#include "table/json_scanner.hpp"
#include "table/json_string.hpp"
#include "table/record_reader.hpp"

namespace exportd::app {

namespace {

using table::RawValue;
using table::Record;
using table::Result;
using table::ResultField;
using table::Token;

std::string text_of(const RawValue& value) {
  return value.token == Token::escaped ? table::unescaped(value.raw()) : std::string(value.raw());
}

// Calls visit(RawValue) for the value, or for each element when it is a list, however nested.
template <class Visit>
void each_leaf(const RawValue& value, const Visit& visit) {
  if (value.missing()) return;
  if (value.token != Token::list) return visit(value);
  table::JsonScanner scanner(value.raw());
  scanner.list([&] { each_leaf(scanner.value(), visit); });
}

// The first number among the leaves; a text that is wholly a number is one, as it is to the search.
std::optional<double> first_number(const RawValue& value) {
  std::optional<double> first;
  each_leaf(value, [&](const RawValue& leaf) {
    if (first) return;
    if (leaf.token == Token::number || leaf.token == Token::text) first = search::number_of(leaf.raw());
    if (leaf.token == Token::escaped) first = search::number_of(text_of(leaf));
  });
  return first;
}

double number_or_nothing(const RawValue& value) {
  return first_number(value).value_or(std::numeric_limits<double>::quiet_NaN());
}

bool says(const RawValue& value, std::string_view text) {
  if (value.token == Token::text) return value.raw() == text;  // nearly always
  bool said = false;
  each_leaf(value, [&](const RawValue& leaf) { said = said || text_of(leaf) == text; });
  return said;
}

// The values of an axis' variables in one record, as they are met.
class Axis {
 public:
  explicit Axis(const std::vector<std::string>& variables) : variables_(variables), values_(variables.size()) {}

  void begin() { std::ranges::fill(values_, std::nullopt); }

  // A value with a qualifier ("<") is no measurement.
  void offer(const Result& result) {
    for (std::size_t i = 0; i < variables_.size(); ++i) {
      if (values_[i] || !says(result[ResultField::variable], variables_[i])) continue;
      if (!result[ResultField::qualifier].missing()) continue;
      values_[i] = first_number(result[ResultField::value]);
      if (values_[i]) note_unit(text_of(result[ResultField::unit]));
    }
  }
  void offer(const Analyte& analyte, const RawValue& value) {
    for (std::size_t i = 0; i < variables_.size(); ++i) {
      if (values_[i] || analyte.variable != variables_[i]) continue;
      values_[i] = first_number(value);
      if (values_[i]) note_unit(analyte.unit);
    }
  }

  // Not a number when one of the variables is missing: a sum without it would be another quantity.
  [[nodiscard]] double sum() const {
    double sum = 0;
    for (const auto& value : values_) sum += value.value_or(std::numeric_limits<double>::quiet_NaN());
    return values_.empty() || std::isinf(sum) ? std::numeric_limits<double>::quiet_NaN() : sum;
  }
  [[nodiscard]] const std::vector<std::string>& units() const { return units_; }

 private:
  void note_unit(const std::string& unit) {
    constexpr std::size_t units_max = 20;  // whoever has more has seen that they differ
    if (units_.size() < units_max && std::ranges::find(units_, unit) == units_.end()) units_.push_back(unit);
  }

  const std::vector<std::string> variables_;
  std::vector<std::optional<double>> values_;  // of the record at hand, by variable
  std::vector<std::string> units_;
};

class RecordPoints final : public api::PointReader {
 public:
  RecordPoints(const Environment& environment, const api::PointAxes& axes)
      : reader_(environment), x_(axes.x), y_(axes.y) {}

  void read(const Page& page, std::vector<api::Point>& into) override {
    for (const std::string_view document : page.documents) into.push_back(point_of(reader_.read(document)));
  }
  [[nodiscard]] const std::vector<std::string>& x_units() const override { return x_.units(); }
  [[nodiscard]] const std::vector<std::string>& y_units() const override { return y_.units(); }

 private:
  api::Point point_of(const Record& record) {
    for (Axis* const axis : {&x_, &y_}) {
      axis->begin();
      for (const Result& result : record.results) axis->offer(result);
      for (const table::FlatResult& flat : record.flat) axis->offer(reader_.flat_fields()[flat.field], flat.value());
    }
    return {.longitude = number_or_nothing(record.own[table::own_field("longitude")]),
            .latitude = number_or_nothing(record.own[table::own_field("latitude")]),
            .x = x_.sum(),
            .y = y_.sum()};
  }

  table::RecordReader reader_;
  Axis x_;
  Axis y_;
};

}  // namespace

std::unique_ptr<api::PointReader> record_points(const Environment& environment, const api::PointAxes& axes) {
  return std::make_unique<RecordPoints>(environment, axes);
}

}  // namespace exportd::app
