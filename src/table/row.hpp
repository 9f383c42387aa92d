// Row: the cells of one row by column, most of them absent. What is set stands in a map of one byte a column, looked
// through 64 at a time: a row of eight values in three thousand columns costs fifty steps, a full one no more than its
// cells.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "table/cell.hpp"

namespace exportd::table {

class Row {
 public:
  enum class Mark : std::uint8_t { unset, nothing, something };  // nothing: a cell is set, but to absent or null

  // Where cells are put. For loops over thousands of them: a copy stays in registers, as no store can change it.
  class Cells {
   public:
    Cells() = default;  // of no row
    [[nodiscard]] bool is_set(std::size_t column) const { return marks_[column] != Mark::unset; }
    void put(std::size_t column, const Cell& cell) const {
      // Part by part: made in registers it goes out of registers, and is not read back from a stack just written.
      cells_[column].at = cell.at;
      cells_[column].bytes = cell.bytes;
      cells_[column].kind = cell.kind;
      marks_[column] = cell.holds_something() ? Mark::something : Mark::nothing;
    }

   private:
    friend class Row;
    Cells(Cell* cells, Mark* marks) : cells_(cells), marks_(marks) {}

    Cell* cells_ = nullptr;
    Mark* marks_ = nullptr;
  };

  explicit Row(std::size_t columns) : cells_(columns), marks_((columns + step - 1) / step * step, Mark::unset) {}

  void clear() { std::ranges::fill(marks_, Mark::unset); }

  [[nodiscard]] Cells cells() { return {cells_.data(), marks_.data()}; }
  [[nodiscard]] Cell& at(std::size_t column) { return cells_[column]; }
  void put(std::size_t column, const Cell& cell) { cells().put(column, cell); }

  // take(column, cell) for the cells that are set, from left to right.
  template <class Take>
  void each(Take&& take) const {
    for (std::size_t from = 0; from < marks_.size(); from += step) {
      for (std::uint64_t bits = set_bits(&marks_[from]); bits != 0; bits &= bits - 1) {
        const std::size_t column = from + static_cast<std::size_t>(std::countr_zero(bits));
        take(column, cells_[column]);
      }
    }
  }

  // By column, and some more behind: a multiple of 64.
  [[nodiscard]] const std::vector<Mark>& marks() const { return marks_; }

 private:
  static constexpr std::size_t step = 64;

  static std::uint64_t set_bits(const Mark* at) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < step; i += 16) bits |= std::uint64_t{set_bits_of_16(at + i)} << i;
    return bits;
  }
  static unsigned set_bits_of_16(const Mark* at) {
#if defined(__SSE2__)
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    return static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpgt_epi8(bytes, _mm_setzero_si128())));
#else
    unsigned bits = 0;
    for (unsigned i = 0; i < 16; ++i) bits |= static_cast<unsigned>(at[i] != Mark::unset) << i;
    return bits;
#endif
  }

  std::vector<Cell> cells_;  // of columns that are not set: whatever stood there
  std::vector<Mark> marks_;
};

}  // namespace exportd::table
