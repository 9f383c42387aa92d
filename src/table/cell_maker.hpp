// CellMaker: raw values → cells, by the rules for odd types (docs/records.md section 5: scalars where lists are
// expected and the other way round, nested lists, true and false, objects) and for joining several values with "; ".
#pragma once

#include <string_view>
#include <vector>

#include "table/cell.hpp"
#include "table/json_scanner.hpp"
#include "table/raw_value.hpp"
#include "table/text_arena.hpp"

namespace exportd::table {

// Calls take(value) for each element of a list, nested lists flattened; for the value itself if it is no list.
template <class Take>
void each_element(const RawValue& value, Take&& take) {
  if (value.token != Token::list) {
    take(value);
    return;
  }
  JsonScanner scanner(value.raw());
  scanner.list([&] { each_element(scanner.value(), take); });
}

class CellMaker {
 public:
  // What the value shows. A list shows its values joined: [] nothing, [null] null, nulls among others left out.
  [[nodiscard]] Cell of(const RawValue& value) { return value.token == Token::list ? of_list(value) : of_one(value); }

  // For a companion: nothing, null and an empty text are all a blank part.
  [[nodiscard]] Cell blank_or(const RawValue& value) {
    if (value.missing()) return {.kind = CellKind::blank};
    const Cell cell = of(value);
    return cell.holds_something() && cell.bytes != 0 ? cell : Cell{.kind = CellKind::blank};
  }

  // `first` directly followed by `second`, with `between`; a number only stays one where nothing is put to it.
  [[nodiscard]] Cell concat(const Cell& first, std::string_view between, const Cell& second);

  // The parts of one cell → the cell: those that show something, joined; if there are none, null if one of them is.
  // Blanks keep their place, but a cell of blanks only is absent.
  [[nodiscard]] Cell join(const Cell* parts, std::size_t count);

  // Gives back the memory of all cells made since the last call.
  void reset() { arena_.reset(); }

 private:
  [[nodiscard]] Cell of_one(const RawValue& value) {
    switch (value.token) {
      case Token::absent: return {};
      case Token::null: return {.kind = CellKind::null};
      case Token::number: return {value.at, value.bytes, CellKind::number};
      case Token::text:
      case Token::yes:
      case Token::no: return {value.at, value.bytes, CellKind::plain};
      default: return of_composed(value);
    }
  }
  [[nodiscard]] Cell of_list(const RawValue& list);
  [[nodiscard]] Cell of_composed(const RawValue& value);

  TextArena arena_;
  std::vector<Cell> parts_;  // a stack: a list's elements lie on top while they are joined
};

}  // namespace exportd::table
