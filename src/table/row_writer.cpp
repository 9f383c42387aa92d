#include "table/row_writer.hpp"

#include <utility>

#include "table/csv_writer.hpp"
#include "table/json_writer.hpp"

namespace exportd::table {

std::unique_ptr<RowWriter> make_row_writer(const FileOptions& options, std::vector<std::string> columns,
                                           ByteSink& out) {
  if (options.file_type == FileType::csv) return std::make_unique<CsvWriter>(options, std::move(columns), out);
  return std::make_unique<JsonWriter>(options.file_type, columns, out);
}

}  // namespace exportd::table
