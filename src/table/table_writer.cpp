#include "table/table_writer.hpp"

#include "table/guessed_table.hpp"
#include "table/long_table.hpp"
#include "table/spooled_table.hpp"
#include "table/streamed_table.hpp"

namespace exportd::table {

std::unique_ptr<TableWriter> TableWriter::create(const TableRequest& request, ByteSink& out) {
  const FileOptions& options = request.options;
  if (options.layout == Layout::long_form) return std::make_unique<LongTable>(request, out);
  const bool one_each = options.companions.empty() && options.repeats == Repeats::join;
  if (one_each && options.columns != ColumnChoice::present) return std::make_unique<StreamedTable>(request, out);
  if (one_each && !request.held.empty()) return std::make_unique<GuessedTable>(request, out);
  return std::make_unique<SpooledTable>(request, out);
}

}  // namespace exportd::table
