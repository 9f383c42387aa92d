// StreamedTable: layouts sample and method when the columns are known before the first row. Rows go out as they come.
#pragma once

#include <memory>

#include "table/metadata.hpp"
#include "table/record_reader.hpp"
#include "table/references.hpp"
#include "table/row_joiner.hpp"
#include "table/row_writer.hpp"
#include "table/table_writer.hpp"
#include "table/wide_columns.hpp"

namespace exportd::table {

class StreamedTable final : public TableWriter {
 public:
  StreamedTable(const TableRequest& request, ByteSink& out);

  void write(const Page& page, const std::stop_token& stop) override;
  TableSummary finish(const std::stop_token& stop) override;

 private:
  void write_row(std::string_view document);
  void learn_columns(const Record& record);

  WideColumns columns_;
  ResultParts parts_;
  ColumnPlan plan_;
  std::unique_ptr<RowWriter> writer_;
  RecordReader reader_;
  Metadata metadata_;
  CellMaker maker_;
  Row row_;
  RowJoiner joiner_;
  Tally tally_;
  References references_;
  std::vector<std::uint32_t> column_of_field_;  // of flat records, as far as known
  std::uint64_t records_ = 0;
};

}  // namespace exportd::table
