// CompanionRows: the parts of one row → the cells of its analytes, repeats and companions, where a plan has any
// (docs/file-formats.md section 7, "Companions").
#pragma once

#include <vector>

#include "core/file_options.hpp"
#include "table/cell_maker.hpp"
#include "table/column_plan.hpp"
#include "table/row.hpp"
#include "table/spooled_row.hpp"
#include "table/tally.hpp"

namespace exportd::table {

class CompanionRows {
 public:
  CompanionRows(const ColumnPlan& plan, Repeats repeats) : plan_(plan), repeats_(repeats) {}

  // `parts` in document order; it is put into another one.
  void put(std::vector<SpooledPart>& parts, Row& row, CellMaker& maker, Tally& tally);

 private:
  void put_analyte(Row& row, CellMaker& maker, Tally& tally);
  void put_results(const ColumnPlan::Places& places, std::size_t from, std::size_t count, Row& row, CellMaker& maker);

  const ColumnPlan& plan_;
  Repeats repeats_;
  std::vector<const SpooledPart*> group_;  // the parts of one analyte
  std::vector<const SpooledPart*> shown_;  // of these: that show something
  std::vector<Cell> cells_;
};

}  // namespace exportd::table
