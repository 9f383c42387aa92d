// JsonWriter: an array of objects, or one object a line (NDJSON). Absent is left out, null is null; only what is one
// number of the document is a number, everything else a string.
#pragma once

#include "table/byte_block.hpp"
#include "table/row_writer.hpp"

namespace exportd::table {

class JsonWriter final : public RowWriter {
 public:
  JsonWriter(FileType type, const std::vector<std::string>& columns, ByteSink& out);

  void header() override {}
  void row(const Row& row) override;
  void end() override;

 private:
  void value(const Cell& cell);

  bool lines_;
  bool any_ = false;
  std::vector<std::string> keys_;  // `"name":`
  ByteBlock block_;
};

}  // namespace exportd::table
