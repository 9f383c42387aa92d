// Cell: what one cell of the file holds, or one part of it before the parts are joined. It owns nothing: its bytes
// lie in the page, in a TextArena or in a block of the spool.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace exportd::table {

// As wide as a length, so that a cell has no padding: copies of 13 bytes, in two moves that overlap, stall.
enum class CellKind : std::uint32_t {
  absent,
  null,
  blank,    // a part that is there but has nothing to say in this column: an empty part between two "; "
  number,   // one JSON number of the document, digit for digit
  numbers,  // several numbers (or blanks), joined: a text, but not one that a spreadsheet's formula can hide in
  plain,    // text without control character, quote and backslash: as it stood between the document's quotes
  text,     // any other text
};

struct Cell {
  // So many bytes behind the last one can be read, whatever they are: short cells are copied with one 16-byte move.
  static constexpr std::size_t slack_bytes = 16;

  const char* at = nullptr;
  std::uint32_t bytes = 0;
  CellKind kind = CellKind::absent;

  [[nodiscard]] std::string_view view() const { return {at, bytes}; }
  [[nodiscard]] bool holds_something() const { return kind >= CellKind::blank; }
};

}  // namespace exportd::table
