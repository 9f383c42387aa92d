// Record: one document taken apart, its values still as they stand. Everything points into the page.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/limits.hpp"
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

// A flat record's analyte: a field of the document itself, one or (a list) several results. Packed, as a wide record
// holds thousands of them.
struct FlatResult {
  FlatResult() = default;
  FlatResult(std::uint32_t which, const RawValue& value)
      : at(value.at),
        field(which),
        bytes(value.bytes & 0x0FFFFFFF),
        token(static_cast<std::uint32_t>(value.token) & 0xF) {}

  [[nodiscard]] RawValue value() const { return {at, bytes, static_cast<Token>(token)}; }
  [[nodiscard]] bool is_number() const { return token == static_cast<std::uint32_t>(Token::number); }

  const char* at = nullptr;
  std::uint32_t field = 0;  // RecordReader::flat_fields()[field] names it
  std::uint32_t bytes : 28 = 0;
  std::uint32_t token : 4 = 0;
};
static_assert(limits::page_bytes_max < 1 << 28, "a value's length fits into 28 bits");

// A vector whose push() is small enough to stand in the loop that makes thousands of them.
class FlatResults {
 public:
  FlatResults() { grow(); }
  FlatResults(const FlatResults&) = delete;
  FlatResults& operator=(const FlatResults&) = delete;

  void clear() { end_ = results_.data(); }
  [[nodiscard]] bool empty() const { return end_ == results_.data(); }
  void push(const FlatResult& result) {
    if (end_ == results_.data() + results_.size()) grow();
    *end_++ = result;
  }
  [[nodiscard]] const FlatResult* begin() const { return results_.data(); }
  [[nodiscard]] const FlatResult* end() const { return end_; }

 private:
  void grow() {
    const std::size_t used = results_.size();
    results_.resize(std::max<std::size_t>(64, 2 * used));
    end_ = results_.data() + used;
  }

  std::vector<FlatResult> results_;  // those in use and room for more
  FlatResult* end_ = nullptr;        // of those in use
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
  FlatResults flat;
};

}  // namespace exportd::table
