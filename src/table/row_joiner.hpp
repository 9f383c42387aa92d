// RowJoiner: parts of analyte cells → a row. The first part of a cell goes straight into the row; only cells that
// get a second one cost more.
#pragma once

#include <cstdint>
#include <vector>

#include "table/cell_maker.hpp"
#include "table/row.hpp"
#include "table/tally.hpp"

namespace exportd::table {

class RowJoiner {
 public:
  void add(const Row::Cells& row, std::uint32_t column, const Cell& part) {
    if (row.is_set(column)) return add_more(column, part);
    row.put(column, part);
  }
  // When all parts of a row are there.
  void join(Row& row, CellMaker& maker, Tally& tally) {
    if (!more_.empty()) join_more(row, maker, tally);
  }

 private:
  struct Part {
    std::uint32_t column = 0;
    Cell cell;
  };

  void add_more(std::uint32_t column, const Cell& part);
  void join_more(Row& row, CellMaker& maker, Tally& tally);

  std::vector<Part> more_;  // second and later parts, in document order
  std::vector<Cell> parts_;
};

}  // namespace exportd::table
