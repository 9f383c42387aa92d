// CsvWriter: RFC 4180, UTF-8, CRLF. Absent and null are an empty cell, an empty text is "".
#pragma once

#include "table/byte_block.hpp"
#include "table/row_writer.hpp"

namespace exportd::table {

class CsvWriter final : public RowWriter {
 public:
  CsvWriter(const FileOptions& options, std::vector<std::string> columns, ByteSink& out)
      : bom_(options.bom), safe_(options.safe), columns_(std::move(columns)), block_(out) {}

  void header() override;
  void row(const Row& row) override;
  void end() override { block_.flush(); }
  [[nodiscard]] std::uint64_t guarded_cells() const override { return guarded_cells_; }

 private:
  void separators(std::size_t count);
  void cell(const Cell& cell);
  void text(std::string_view text, bool may_need_quotes);

  bool bom_;
  bool safe_;
  std::vector<std::string> columns_;
  ByteBlock block_;
  std::uint64_t guarded_cells_ = 0;
};

}  // namespace exportd::table
