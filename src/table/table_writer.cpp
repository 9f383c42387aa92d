#include "table/table_writer.hpp"

#include "table/long_table.hpp"
#include "table/spooled_table.hpp"
#include "table/streamed_table.hpp"

namespace exportd::table {

std::unique_ptr<TableWriter> TableWriter::create(const TableRequest& request, ByteSink& out) {
  const FileOptions& options = request.options;
  if (options.layout == Layout::long_form) return std::make_unique<LongTable>(request, out);
  const bool known_at_once =
      options.columns != ColumnChoice::present && options.companions.empty() && options.repeats == Repeats::join;
  if (known_at_once) return std::make_unique<StreamedTable>(request, out);
  return std::make_unique<SpooledTable>(request, out);
}

}  // namespace exportd::table
