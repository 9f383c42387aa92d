#include "query/items.hpp"

#include <algorithm>
#include <cstddef>

#include "core/limits.hpp"

namespace exportd::query {

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::vector<std::string_view> split(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> pieces;
  for (std::size_t begin = 0;;) {
    const std::size_t end = text.find(separator, begin);
    pieces.push_back(text.substr(begin, end - begin));
    if (end == std::string_view::npos) return pieces;
    begin = end + separator.size();
  }
}

std::vector<std::string_view> list_items(std::span<const std::string> values) {
  std::vector<std::string_view> items;
  for (const std::string& value : values) {
    for (const std::string_view piece : split(value, "||")) {
      const std::string_view item = trimmed(piece);
      if (!item.empty()) items.push_back(item);
    }
  }
  return items;
}

void sort_unique(std::vector<std::string>& items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
}

Result<std::string, QueryError> joined_list(std::string_view parameter, std::span<const std::string> items) {
  QueryError error;
  error.parameter = parameter;
  if (items.size() > limits::list_values_max) {
    error.code = "too_many";
    error.problem = "has " + std::to_string(items.size()) + " values in one list";
    error.expected = "at most " + std::to_string(limits::list_values_max);
    return Err{error};
  }
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += "||";
    text += items[i];
    if (i + 1 < items.size() && items[i].ends_with('|')) {
      error.code = "bad_value";
      error.value = items[i];
      error.problem = "ends with | and stands in a list, where || separates";
      error.expected = "a value that ends otherwise, or this one alone";
      return Err{error};
    }
  }
  return text;
}

Result<std::string, QueryError> variable_name(std::string_view parameter, std::string_view name) {
  if (name.starts_with(' ') || name.ends_with(' ')) {
    return Err{QueryError{.code = "bad_value",
                          .parameter = std::string(parameter),
                          .value = std::string(name),
                          .problem = "begins or ends with a space, which no name of a variable does",
                          .expected = "the exact name; write + as %2B",
                          .nearest = {}}};
  }
  return std::string(name);
}

}  // namespace exportd::query
