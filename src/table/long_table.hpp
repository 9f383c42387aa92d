// LongTable: layout=long, one row for each result (docs/file-formats.md section 9). Rows go out as they come.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "table/column_names.hpp"
#include "table/metadata.hpp"
#include "table/record_reader.hpp"
#include "table/references.hpp"
#include "table/row_writer.hpp"
#include "table/table_writer.hpp"
#include "table/tally.hpp"

namespace exportd::table {

class LongTable final : public TableWriter {
 public:
  LongTable(const TableRequest& request, ByteSink& out);

  void write(const Page& page, const std::stop_token& stop) override;
  TableSummary finish(const std::stop_token& stop) override;

 private:
  using Cells = std::array<Cell, long_columns.size()>;

  void write_rows(std::string_view document);
  void set_result(Cells& cells, const Record& record, const Result& result);
  void set_flat(Cells& cells, std::uint32_t field, const RawValue& element);
  void write_row(const Cells& cells);

  std::vector<std::size_t> selected_;  // positions in long_columns
  std::unique_ptr<RowWriter> writer_;
  RecordReader reader_;
  Metadata metadata_;
  CellMaker record_maker_;  // of the cells that all rows of a record share
  CellMaker maker_;
  Row row_;
  Tally tally_;
  References references_;
  std::uint64_t records_ = 0;
  std::uint64_t rows_ = 0;
};

}  // namespace exportd::table
