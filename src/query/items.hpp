// Lists of a query: a||b, and group::[a||b] where a parameter takes it (docs/search-parameters.md sections 4 and 5).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/criteria.hpp"
#include "core/result.hpp"
#include "query/query_error.hpp"

namespace exportd::query {

// Without the spaces (U+0020 only) around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

// The pieces between the separators, left to right; a text without one is one piece.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, std::string_view separator);

// Every piece of every value, trimmed; empty ones dropped. Several values: the parameter was given several times.
[[nodiscard]] std::vector<std::string_view> list_items(std::span<const std::string> values);

// Sorts by bytes and drops duplicates.
void sort_unique(std::vector<std::string>& items);

// Joins items that sort_unique made. An error where there are more than 500, or where the joined text would not split
// into the same items again: only the last may end with |, for `a|` before `||b` reads as `a` before `|b`.
[[nodiscard]] Result<std::string, QueryError> joined_list(std::string_view parameter,
                                                          std::span<const std::string> items);

// What an item's texts become. `text`: trimmed and lower-cased. `variables`: names of variables as they stand, groups
// by their names.
enum class ItemRule { text, variables };

struct GroupedList {
  std::vector<GroupedItem> items;  // sorted by their text; members sorted; each group once
  std::string canonical;
};

// Items that may be `group::[a||b]`.
[[nodiscard]] Result<GroupedList, QueryError> grouped_list(std::string_view parameter,
                                                           std::span<const std::string> values, ItemRule rule);

// An error where the name of a variable begins or ends with a space: it is most likely a + that was not encoded.
[[nodiscard]] Result<std::string, QueryError> variable_name(std::string_view parameter, std::string_view name);

}  // namespace exportd::query
