// RowWriter: rows → the bytes of one kind of file. It owns delimiters and escapes, nothing else.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/file_options.hpp"
#include "core/ports.hpp"
#include "table/row.hpp"

namespace exportd::table {

class RowWriter {
 public:
  virtual ~RowWriter() = default;
  // header() once, row() for each, end() once: it hands what is left to the sink, which it does not finish.
  virtual void header() = 0;
  virtual void row(const Row& row) = 0;
  virtual void end() = 0;
  [[nodiscard]] virtual std::uint64_t guarded_cells() const { return 0; }
};

[[nodiscard]] std::unique_ptr<RowWriter> make_row_writer(const FileOptions& options, std::vector<std::string> columns,
                                                         ByteSink& out);

}  // namespace exportd::table
