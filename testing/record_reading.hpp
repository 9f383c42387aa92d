// What the fields of a record say, read anew at every question. Slow and plain.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/analyte.hpp"
#include "core/environment.hpp"
#include "search/json_tree.hpp"

namespace exportd::testing {

// All values in a value: lists opened, nulls left out.
[[nodiscard]] std::vector<search::JsonValue> flattened(search::JsonValue value);
// All values of a member; none when it is absent.
[[nodiscard]] std::vector<search::JsonValue> values_of(search::JsonValue object, std::string_view field);
[[nodiscard]] std::vector<std::string> texts_of(search::JsonValue object, std::string_view field);
[[nodiscard]] std::vector<double> numbers_of(search::JsonValue object, std::string_view field);

// All values at "field" or "list.field", as texts.
[[nodiscard]] std::vector<std::string> texts_at(search::JsonValue record, std::string_view path);

// One result, whichever shape the record has.
struct ResultReading {
  std::vector<std::string> variables;  // at least one, perhaps empty
  std::vector<std::string> groups;
  std::vector<std::string> units;
  std::vector<std::string> methods;
  std::vector<double> values;
  bool qualified = false;

  // As a column shows them: lists joined by "; ", but a list of groups is several groups.
  [[nodiscard]] std::vector<Analyte> analytes() const;
};
[[nodiscard]] std::vector<ResultReading> results_of(const Environment&, search::JsonValue record);

}  // namespace exportd::testing
