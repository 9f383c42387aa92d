// SpoolReplay: rows out of the spool → rows of the file, once the columns are decided.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "table/companion_rows.hpp"
#include "table/row_joiner.hpp"
#include "table/row_writer.hpp"
#include "table/spooled_row.hpp"

namespace exportd::table {

class SpoolReplay {
 public:
  // `simple`: neither companions nor repeats=columns. All references must outlive it.
  SpoolReplay(const ColumnPlan& plan, Repeats repeats, bool simple, RowWriter& writer, Tally& tally)
      : plan_(plan),
        simple_(simple),
        writer_(writer),
        tally_(tally),
        row_(plan.columns().size()),
        companion_rows_(plan, repeats) {}

  // One block of the spool.
  void write(std::string_view block);
  [[nodiscard]] std::uint64_t rows() const { return rows_; }

 private:
  void put_analytes(RowDecoder& decoder);

  const ColumnPlan& plan_;
  bool simple_;
  RowWriter& writer_;
  Tally& tally_;
  CellMaker maker_;
  Row row_;
  RowJoiner joiner_;
  CompanionRows companion_rows_;
  std::vector<SpooledPart> parts_;
  std::uint64_t rows_ = 0;
};

}  // namespace exportd::table
