#include "search/record_values.hpp"

#include <charconv>
#include <cmath>
#include <cstdlib>

#include "core/json_number.hpp"
#include "table/json_string.hpp"

namespace exportd::search {

std::string_view text_of(JsonValue value, std::string& scratch) {
  if (value.kind() != JsonKind::object && value.kind() != JsonKind::list) return value.text();
  // The same text as the file has, so that what is copied from a file finds its record.
  scratch.resize(value.text().size());
  scratch.resize(table::compact(value.text(), scratch.data()));
  return scratch;
}

std::optional<double> number_of(std::string_view text) {
  if (!is_json_number(text)) return std::nullopt;
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc()) return number;
  // from_chars says out_of_range for what is too small as well; that is a number all the same, nearly 0.
  number = std::strtod(std::string(text).c_str(), nullptr);
  if (!std::isfinite(number)) return std::nullopt;
  return number;
}

std::optional<double> number_of(JsonValue value) {
  if (value.kind() != JsonKind::number && value.kind() != JsonKind::text) return std::nullopt;
  return number_of(value.text());
}

}  // namespace exportd::search
