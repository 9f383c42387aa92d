// What a value of a record is to a search (docs/records.md, "Odd types"): lists are flattened, null is absent, a
// text that is wholly a JSON number counts as that number, true and false are texts, an object is its JSON text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "search/json_tree.hpp"

namespace exportd::search {

// Calls visit(JsonValue) for the value itself, or for each element when it is a list, however nested; never for null.
template <class Visit>
void each_leaf(JsonValue value, const Visit& visit) {
  if (value.kind() == JsonKind::null) return;
  if (value.kind() == JsonKind::list) {
    value.each_child([&](JsonValue element) { each_leaf(element, visit); });
  } else {
    visit(value);
  }
}

// The value as text. A number's digits are its text. `scratch` holds the text of an object.
[[nodiscard]] std::string_view text_of(JsonValue, std::string& scratch);

// The value as a double; nullopt when it is not a number or one beyond a double.
[[nodiscard]] std::optional<double> number_of(JsonValue);

// A text as a double by the same rule.
[[nodiscard]] std::optional<double> number_of(std::string_view text);

// Calls visit(element, JsonValue) for each value at a path such as "material" or "citations.authors". `element` is
// the place of the object in the list named by the path's first part, so that values of one citation can be told from
// those of the next; 0 for a path of one part.
template <class Visit>
void each_value_at(JsonValue record, std::string_view path, const Visit& visit);

// The values at the rest of a path, below one object.
template <class Visit>
void each_value_below(JsonValue object, std::string_view path, const Visit& visit) {
  const std::size_t dot = path.find('.');
  const std::optional<JsonValue> found = object.member(path.substr(0, dot));
  if (!found) return;
  if (dot == std::string_view::npos) return each_leaf(*found, visit);
  each_leaf(*found, [&](JsonValue inner) { each_value_below(inner, path.substr(dot + 1), visit); });
}

template <class Visit>
void each_value_at(JsonValue record, std::string_view path, const Visit& visit) {
  const std::size_t dot = path.find('.');
  const std::optional<JsonValue> found = record.member(path.substr(0, dot));
  if (!found) return;
  if (dot == std::string_view::npos) return each_leaf(*found, [&](JsonValue leaf) { visit(0, leaf); });
  int element = 0;
  each_leaf(*found, [&](JsonValue object) {
    each_value_below(object, path.substr(dot + 1), [&](JsonValue leaf) { visit(element, leaf); });
    ++element;
  });
}

}  // namespace exportd::search
