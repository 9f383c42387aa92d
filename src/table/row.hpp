// Row: the cells of one row by column, most of them absent. Which are set stands in a bitmap, so that a row of eight
// values in three thousand columns costs eight steps, not three thousand.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "table/cell.hpp"

namespace exportd::table {

class Row {
 public:
  explicit Row(std::size_t columns) : cells_(columns), set_((columns + 63) / 64, 0) {}

  void clear() { std::ranges::fill(set_, 0); }

  [[nodiscard]] bool is_set(std::size_t column) const { return (set_[column / 64] >> column % 64 & 1) != 0; }
  [[nodiscard]] Cell& at(std::size_t column) { return cells_[column]; }
  void put(std::size_t column, const Cell& cell) {
    cells_[column] = cell;
    set_[column / 64] |= std::uint64_t{1} << column % 64;
  }

  // take(column, cell) for the cells that are set, from left to right.
  template <class Take>
  void each(Take&& take) const {
    for (std::size_t word = 0; word < set_.size(); ++word) {
      for (std::uint64_t bits = set_[word]; bits != 0; bits &= bits - 1) {
        const std::size_t column = word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
        take(column, cells_[column]);
      }
    }
  }

 private:
  std::vector<Cell> cells_;  // of columns that are not set: whatever stood there
  std::vector<std::uint64_t> set_;
};

}  // namespace exportd::table
