// SpooledRow: a row as it waits in the spool: the metadata cells, then one entry for each part of an analyte's cell.
//
//   row   = cell for each metadata column, {entry}, 0
//   entry = varint(id + 1), cell, [when companions are wanted: a cell for each of the five, varint(stdev kind)]
//   cell  = byte(kind | length << 3), [varint(length) when the 5 bits say 31], bytes
//
// It never leaves the process in readable form, so it has no version.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/file_options.hpp"
#include "table/result_parts.hpp"

namespace exportd::table {

// One part of an analyte's cell, with what the companions show of it.
struct SpooledPart {
  AnalyteIds::Id analyte = 0;
  Cell cell;
  CompanionParts companions;
};

class RowEncoder {
 public:
  void begin() { bytes_.clear(); }
  void metadata(const Cell& cell) { put(cell); }
  void part(AnalyteIds::Id analyte, const Cell& cell) {
    varint(std::uint64_t{analyte} + 1);
    put(cell);
  }
  // Behind part(), when companions are wanted.
  void companions(const CompanionParts& parts);
  [[nodiscard]] std::string_view end() {
    varint(0);
    return {bytes_.data(), bytes_.size()};
  }

 private:
  void put(const Cell& cell);
  void varint(std::uint64_t number) {
    for (; number >= 0x80; number >>= 7) bytes_.push_back(static_cast<char>(number | 0x80));
    bytes_.push_back(static_cast<char>(number));
  }

  std::vector<char> bytes_;
};

class RowDecoder {
 public:
  // Reads one row after the other out of a block of the spool.
  explicit RowDecoder(std::string_view block) : at_(block.data()), end_(at_ + block.size()) {}

  [[nodiscard]] bool any_left() const { return at_ != end_; }
  [[nodiscard]] Cell cell();
  // false: the row has no more parts.
  [[nodiscard]] bool part(SpooledPart& part, bool with_companions);

 private:
  [[nodiscard]] std::uint64_t varint() {
    std::uint64_t number = 0;
    for (unsigned shift = 0;; shift += 7) {
      const auto byte = static_cast<unsigned char>(*at_++);
      number |= std::uint64_t{byte & 0x7FU} << shift;
      if (byte < 0x80) return number;
    }
  }

  const char* at_;
  const char* end_;
};

}  // namespace exportd::table
