#include "table/spool_replay.hpp"

namespace exportd::table {

void SpoolReplay::write(std::string_view block) {
  RowDecoder decoder(block);
  while (decoder.any_left()) {
    row_.clear();
    maker_.reset();
    for (std::uint32_t column = 0; column < plan_.metadata().size(); ++column) {
      const Cell cell = decoder.cell();
      if (cell.kind != CellKind::absent) row_.put(column, cell);
    }
    put_analytes(decoder);
    tally_.note_row(row_);
    writer_.row(row_);
    ++rows_;
  }
}

void SpoolReplay::put_analytes(RowDecoder& decoder) {
  if (simple_) {
    // Copies, so that what each part needs stays in registers.
    RowDecoder parts = decoder;
    const Row::Cells cells = row_.cells();
    const std::uint32_t* const column_of = plan_.first_columns().data();
    AnalyteIds::Id analyte = 0;
    for (Cell cell; parts.part(analyte, cell);) joiner_.add(cells, column_of[analyte], cell);
    decoder = parts;
    joiner_.join(row_, maker_, tally_);
    return;
  }
  parts_.clear();
  for (SpooledPart part; decoder.part_with_companions(part);) parts_.push_back(part);
  companion_rows_.put(parts_, row_, maker_, tally_);
}

}  // namespace exportd::table
