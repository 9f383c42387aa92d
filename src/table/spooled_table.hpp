// SpooledTable: layouts sample and method when only the last row tells which columns there are (`columns=present`,
// companions, repeats=columns). Rows wait in the spool; finish() decides the columns and writes all of them.
#pragma once

#include <utility>
#include <vector>

#include "table/metadata.hpp"
#include "table/record_reader.hpp"
#include "table/references.hpp"
#include "table/row_writer.hpp"
#include "table/spool.hpp"
#include "table/spooled_row.hpp"
#include "table/table_writer.hpp"
#include "table/wide_columns.hpp"

namespace exportd::table {

class SpooledTable final : public TableWriter {
 public:
  SpooledTable(const TableRequest& request, ByteSink& out,
               std::size_t memory_bytes_max = limits::spool_memory_bytes_max);

  void write(const Page& page, const std::stop_token& stop) override;
  TableSummary finish(const std::stop_token& stop) override;

  // Those met so far.
  [[nodiscard]] const std::vector<Analyte>& analytes() { return columns_.ids().analytes(); }

 private:
  void spool_row(std::string_view document);
  void note_part(AnalyteIds::Id id, const Cell& part);

  FileOptions options_;
  ByteSink& out_;
  bool simple_;  // neither companions nor repeats: a part needs nothing but its cell
  WideColumns columns_;
  ResultParts parts_;
  RecordReader reader_;
  Metadata metadata_;
  CellMaker maker_;
  RowEncoder encoder_;
  Spool spool_;
  std::vector<AnalyteFacts> facts_;                            // by analyte
  std::vector<std::pair<std::uint64_t, std::size_t>> in_row_;  // by analyte: a row, and the results shown in it
  References references_;
  std::uint64_t records_ = 0;
};

}  // namespace exportd::table
