// Metadata: the cells of the record's own columns (docs/file-formats.md section 3).
#pragma once

#include <cstddef>

#include "table/cell_maker.hpp"
#include "table/key_table.hpp"
#include "table/record.hpp"

namespace exportd::table {

class Metadata {
 public:
  Metadata();

  // The cell of metadata_columns[column]. Its bytes lie in the page, in `maker` or in the record's citations.
  [[nodiscard]] Cell cell(const Record& record, std::size_t column, CellMaker& maker);

 private:
  [[nodiscard]] Cell features(const RawValue& field, CellMaker& maker);
  [[nodiscard]] Cell feature(const RawValue& object, CellMaker& maker);

  KeyTable feature_keys_;
  std::vector<Cell> parts_;
};

}  // namespace exportd::table
