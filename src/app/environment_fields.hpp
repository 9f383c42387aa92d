// The paths of a record's values that a parameter may search (docs/records.md).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace exportd::app {

// "material", "citations.authors", …: what holds a value, not the lists and objects around it.
[[nodiscard]] const std::vector<std::string>& value_paths();

[[nodiscard]] bool is_value_path(std::string_view path);

// Whether `name` is a field of the record's top level that holds one text or number.
[[nodiscard]] bool is_own_value(std::string_view name);

}  // namespace exportd::app
