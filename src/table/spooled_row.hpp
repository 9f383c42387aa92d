// SpooledRow: a row as it waits in the spool: the metadata cells, then one entry for each part of an analyte's cell.
//
//   row   = cell for each metadata column, {entry}, four zero bytes
//   entry = word(kind | length << 3 | id + 1 << 8), [varint(id + 1) when its 24 bits are all ones], [varint(length)
//   when
//           its 5 bits are], bytes, [when companions are wanted: a cell for each of the five, varint(stdev kind)]
//   cell  = byte(kind | length << 3), [varint(length) when the 5 bits are all ones], bytes
//
// A word is four bytes in the machine's order: read at once, whatever the id is. The form never leaves the process in
// readable form, so it has no version.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
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

// The first byte of a cell, the lowest of an entry.
struct CellHead {
  static constexpr std::uint32_t long_length = 31;

  static std::uint32_t of(const Cell& cell) {
    return static_cast<std::uint32_t>(cell.kind) | std::min(cell.bytes, long_length) << 3;
  }
};
// What stands for an id that has no room in an entry's word.
inline constexpr std::uint32_t long_id = 0xFFFFFF;

class RowEncoder {
 public:
  void begin() { to_ = bytes_.data(); }
  void metadata(const Cell& cell) { put(cell); }
  void part(AnalyteIds::Id analyte, const Cell& cell) {
    // The usual case at once: a short number, moved with the slack behind it.
    if (cell.kind != CellKind::number || cell.bytes > Cell::slack_bytes || analyte >= long_id - 1) {
      return long_part(analyte, cell);
    }
    need(sizeof(std::uint32_t) + Cell::slack_bytes);
    put_word(CellHead::of(cell) | (analyte + 1) << 8);
    std::memcpy(to_, cell.at, Cell::slack_bytes);
    to_ += cell.bytes;
  }
  // Behind part(), when companions are wanted.
  void companions(const CompanionParts& parts);
  [[nodiscard]] std::string_view end() {
    need(sizeof(std::uint32_t));
    put_word(0);
    return {bytes_.data(), static_cast<std::size_t>(to_ - bytes_.data())};
  }

 private:
  void long_part(AnalyteIds::Id analyte, const Cell& cell);
  void put(const Cell& cell);
  void put_bytes(const Cell& cell);
  void varint(std::uint64_t number);
  void put_word(std::uint32_t word) {
    std::memcpy(to_, &word, sizeof word);
    to_ += sizeof word;
  }
  void need(std::size_t bytes) {
    if (static_cast<std::size_t>(bytes_.data() + bytes_.size() - to_) < bytes) grow(bytes);
  }
  void grow(std::size_t bytes);

  std::vector<char> bytes_;   // those of the row and room for more
  char* to_ = bytes_.data();  // behind those of the row
};

class RowDecoder {
 public:
  // Reads one row after the other out of a block of the spool.
  explicit RowDecoder(std::string_view block) : at_(block.data()), end_(at_ + block.size()) {}

  [[nodiscard]] bool any_left() const { return at_ != end_; }
  [[nodiscard]] Cell cell();
  // false: the row has no more parts.
  [[nodiscard]] bool part(AnalyteIds::Id& analyte, Cell& cell) {
    std::uint32_t word = 0;
    std::memcpy(&word, at_, sizeof word);
    at_ += sizeof word;
    std::uint32_t id = word >> 8;
    if (id == 0) return false;
    if (id == long_id) id = static_cast<std::uint32_t>(varint());
    analyte = id - 1;
    cell = bytes_of(word);
    return true;
  }
  [[nodiscard]] bool part_with_companions(SpooledPart& part);

 private:
  [[nodiscard]] Cell bytes_of(std::uint32_t head) {
    std::uint32_t bytes = head >> 3 & CellHead::long_length;
    if (bytes == CellHead::long_length) bytes = static_cast<std::uint32_t>(varint());
    const char* const at = at_;
    at_ += bytes;
    return {at, bytes, static_cast<CellKind>(head & 7U)};
  }
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
