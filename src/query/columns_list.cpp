#include "query/columns_list.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/limits.hpp"
#include "core/nearest_name.hpp"
#include "query/ascii_case.hpp"
#include "query/items.hpp"

namespace exportd::query {

namespace {

// The columns of layout=long, all there are.
constexpr std::array<const char*, 18> long_columns = {
    "sampleId",      "sampleName", "latitude",   "longitude", "citations", "variable",
    "group",         "unit",       "value",      "qualifier", "valueText", "method",
    "methodComment", "laboratory", "stdevValue", "stdevType", "stdevUnit", "citation"};

QueryError bad_columns(std::string_view value, std::string problem, std::string expected) {
  return {.code = "bad_value",
          .parameter = "columns",
          .value = std::string(value),
          .problem = std::move(problem),
          .expected = std::move(expected),
          .nearest = {}};
}

// Takes the quoted item that `record` begins with off it; false: its quotes are not closed.
bool take_quoted(std::string_view& record, std::string& item) {
  for (std::size_t at = 1; at < record.size(); ++at) {
    if (record[at] != '"') {
      item += record[at];
    } else if (at + 1 < record.size() && record[at + 1] == '"') {
      item += record[at++];
    } else {
      record.remove_prefix(at + 1);
      return true;
    }
  }
  return false;
}

// The items of one RFC 4180 record.
Result<std::vector<std::string>, QueryError> items_of(std::string_view record) {
  constexpr const char* grammar =
      "items separated by commas; one that holds a comma, quote or line break in \"quotes\"";
  std::vector<std::string> items;
  while (true) {
    std::string item;
    if (record.starts_with('"')) {
      const std::string_view whole = record;
      if (!take_quoted(record, item)) return Err{bad_columns(whole, "has a quote that is not closed", grammar)};
      if (!record.empty() && record[0] != ',') return Err{bad_columns(whole, "goes on after its quotes", grammar)};
    } else {
      item = record.substr(0, record.find(','));
      record.remove_prefix(item.size());
      if (item.find_first_of("\"\r\n") != std::string::npos) {
        return Err{bad_columns(item, "holds a quote or line break and is not quoted", grammar)};
      }
    }
    items.push_back(std::move(item));
    if (record.empty()) return items;
    record.remove_prefix(1);
  }
}

std::string record_of(const std::vector<std::string>& items) {
  std::string record;
  for (const std::string& item : items) {
    if (!record.empty()) record += ',';
    if (item.find_first_of(",\"\r\n") == std::string::npos) {
      record += item;
      continue;
    }
    record += '"';
    for (const char c : item) record += c == '"' ? std::string("\"\"") : std::string(1, c);
    record += '"';
  }
  return record;
}

}  // namespace

Result<Columns, QueryError> parse_columns(std::span<const std::string> values, Layout layout) {
  Columns columns;
  for (const std::string& value : values) {
    const auto items = items_of(value);
    if (!items) return Err{items.error()};
    columns.items.insert(columns.items.end(), items->begin(), items->end());
  }
  std::erase(columns.items, std::string());
  sort_unique(columns.items);
  if (columns.items.empty()) return columns;
  if (columns.items.size() == 1) {
    const std::string word = ascii_lower_case(columns.items[0]);
    if (word == "present" || word == "all") {
      columns.items.clear();
      if (word == "all") columns = {.choice = ColumnChoice::all, .items = {}, .canonical = word};
      return columns;
    }
  }
  if (columns.items.size() > limits::list_values_max) {
    QueryError error = bad_columns({}, "has " + std::to_string(columns.items.size()) + " items",
                                   "at most " + std::to_string(limits::list_values_max));
    error.code = "too_many";
    return Err{error};
  }
  if (layout == Layout::long_form) {
    const std::vector<std::string> known(long_columns.begin(), long_columns.end());
    for (const std::string& item : columns.items) {
      if (std::find(known.begin(), known.end(), item) != known.end()) continue;
      QueryError error = bad_columns(item, "is not a column of layout=long", {});
      error.nearest = nearest_name(item, known);
      return Err{error};
    }
  }
  columns.choice = ColumnChoice::list;
  columns.canonical = record_of(columns.items);
  return columns;
}

}  // namespace exportd::query
