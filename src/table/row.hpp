// Row: the cells of one row by column, most of them absent. Which are set stands in a map of one byte a column, looked
// through sixteen at a time: a row of eight values in three thousand columns costs two hundred steps, a full one no
// more than its cells.
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
  explicit Row(std::size_t columns) : cells_(columns), set_((columns + step - 1) / step * step, 0) {}

  void clear() { std::ranges::fill(set_, std::uint8_t{0}); }

  [[nodiscard]] bool is_set(std::size_t column) const { return set_[column] != 0; }
  [[nodiscard]] Cell& at(std::size_t column) { return cells_[column]; }
  void put(std::size_t column, const Cell& cell) {
    cells_[column] = cell;
    set_[column] = 1;
  }

  // take(column, cell) for the cells that are set, from left to right.
  template <class Take>
  void each(Take&& take) const {
    for (std::size_t from = 0; from < set_.size(); from += step) {
      for (unsigned bits = set_bits(&set_[from]); bits != 0; bits &= bits - 1) {
        const std::size_t column = from + static_cast<std::size_t>(std::countr_zero(bits));
        take(column, cells_[column]);
      }
    }
  }

 private:
  static constexpr std::size_t step = 16;

  static unsigned set_bits(const std::uint8_t* at) {
#if defined(__SSE2__)
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    return static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpgt_epi8(bytes, _mm_setzero_si128())));
#else
    unsigned bits = 0;
    for (unsigned i = 0; i < step; ++i) bits |= static_cast<unsigned>(at[i]) << i;
    return bits;
#endif
  }

  std::vector<Cell> cells_;        // of columns that are not set: whatever stood there
  std::vector<std::uint8_t> set_;  // 0 or 1
};

}  // namespace exportd::table
