// Tally: what is counted of each column while rows go by.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "table/row.hpp"
#include "table/table_writer.hpp"

namespace exportd::table {

class Tally {
 public:
  explicit Tally(std::size_t columns) : cells_(columns, 0), joined_(columns, 0) {}

  void note_row(const Row& row) {
    row.each([this](std::size_t column, const Cell& cell) { cells_[column] += std::uint64_t{cell.holds_something()}; });
  }
  // The parts that one cell is made of.
  void note_joined(std::size_t column, std::span<const Cell> parts) {
    const auto shown = std::ranges::count_if(parts, [](const Cell& part) { return part.holds_something(); });
    if (shown > 1) ++joined_[column];
  }

  void describe(std::vector<ColumnFacts>& columns) const {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      columns[i].cells = cells_[i];
      columns[i].joined_cells = joined_[i];
    }
  }

 private:
  std::vector<std::uint64_t> cells_;
  std::vector<std::uint64_t> joined_;
};

}  // namespace exportd::table
