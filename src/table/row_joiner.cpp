#include "table/row_joiner.hpp"

#include <algorithm>

namespace exportd::table {

void RowJoiner::add_more(std::uint32_t column, const Cell& part) {
  more_.push_back({column, part});
}

void RowJoiner::join_more(Row& row, CellMaker& maker, Tally& tally) {
  std::ranges::stable_sort(more_, {}, &Part::column);
  for (auto from = more_.begin(); from != more_.end();) {
    const std::uint32_t column = from->column;
    parts_.assign(1, row.at(column));
    for (; from != more_.end() && from->column == column; ++from) parts_.push_back(from->cell);
    tally.note_joined(column, parts_);
    row.put(column, maker.join(parts_.data(), parts_.size()));
  }
  more_.clear();
}

}  // namespace exportd::table
