#include "table/streamed_table.hpp"

#include "table/stop_check.hpp"

namespace exportd::table {

StreamedTable::StreamedTable(const TableRequest& request, ByteSink& out)
    : columns_(request),
      parts_(columns_.ids(), request.options),
      plan_(columns_.plan({}, parts_.stdev_kinds())),
      writer_(make_row_writer(request.options, plan_.names(), out)),
      reader_(request.environment),
      row_(plan_.columns().size()),
      tally_(plan_.columns().size()) {}

void StreamedTable::write(const Page& page, const std::stop_token& stop) {
  StopCheck check(stop);
  for (const std::string_view document : page.documents) {
    check.row();
    write_row(document);
  }
}

void StreamedTable::write_row(std::string_view document) {
  row_.clear();
  const Record& record = reader_.read(document, {column_of_field_, row_.cells()});
  maker_.reset();
  for (std::uint32_t column = 0; column < plan_.metadata().size(); ++column) {
    const Cell cell = metadata_.cell(record, plan_.metadata()[column], maker_);
    if (cell.kind != CellKind::absent) row_.put(column, cell);
  }
  const auto put = [this, cells = row_.cells(), column_of = plan_.first_columns().data()](
                       AnalyteIds::Id id, const Cell& part) { joiner_.add(cells, column_of[id], part); };
  parts_.each(record, reader_.flat_fields(), maker_, put);
  learn_columns(record);
  joiner_.join(row_, maker_, tally_);
  references_.note(record.citations);

  if (records_++ == 0) writer_->header();
  tally_.note_row(row_);
  writer_->row(row_);
}

// Whose numbers waited in the record need not wait in the next one.
void StreamedTable::learn_columns(const Record& record) {
  column_of_field_.resize(reader_.flat_fields().size(), FlatColumns::none);
  for (const FlatResult& result : record.flat) {
    if (const auto id = parts_.id_of_field(result.field)) column_of_field_[result.field] = plan_.first_columns()[*id];
  }
}

TableSummary StreamedTable::finish(const std::stop_token& stop) {
  throw_if_stopped(stop);
  if (records_ == 0) writer_->header();
  writer_->end();
  TableSummary summary{.records = records_, .rows = records_, .columns = {}, .references = {}};
  summary.columns = plan_.describe(columns_.ids(), parts_.methods());
  tally_.describe(summary.columns);
  references_.move_to(summary);
  summary.guarded_cells = writer_->guarded_cells();
  return summary;
}

}  // namespace exportd::table
