// Record: one document taken apart, its values still as they stand. Everything points into the page.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/record_fields.hpp"
#include "table/citations.hpp"
#include "table/raw_value.hpp"

namespace exportd::table {

enum class ResultField : std::uint8_t {
  variable,
  group,
  value,
  unit,
  method,
  method_comment,
  laboratory,
  stdev_value,
  stdev_type,
  stdev_unit,
  qualifier,
  value_text,
  citation_id,
};
// Their names in the document, in the enum's order.
inline constexpr std::array<std::string_view, 13> result_fields = {
    "variable",   "variableGroup", "value",     "unit",      "method",    "methodComment", "laboratory",
    "stdevValue", "stdevType",     "stdevUnit", "qualifier", "valueText", "citationId",
};

struct Result {
  std::array<RawValue, result_fields.size()> fields;

  [[nodiscard]] const RawValue& operator[](ResultField field) const { return fields[static_cast<std::size_t>(field)]; }
};

// A flat record's analyte: a field of the document itself, one or (a list) several results.
struct FlatResult {
  std::uint32_t field = 0;  // RecordReader::flat_fields()[field] names it
  RawValue value;
};

// The position of one of the record's own fields.
constexpr std::size_t own_field(std::string_view name) {
  for (std::size_t i = 0; i < own_fields.size(); ++i) {
    if (own_fields[i] == name) return i;
  }
  throw "no such field";  // in a constant expression: does not compile
}

struct Record {
  std::array<RawValue, own_fields.size()> own;  // without `results`, which are in:
  std::vector<Result> results;
  Citations citations;
  std::vector<FlatResult> flat;
};

}  // namespace exportd::table
