#include "table/long_table.hpp"

#include <algorithm>

#include "core/json_number.hpp"
#include "table/column_list.hpp"
#include "table/stop_check.hpp"

namespace exportd::table {
namespace {

constexpr std::size_t column(std::string_view name) {
  return static_cast<std::size_t>(std::ranges::find(long_columns, name) - long_columns.begin());
}
constexpr std::size_t metadata_column(std::string_view name) {
  return static_cast<std::size_t>(std::ranges::find(metadata_columns, name) - metadata_columns.begin());
}

// The columns that are the record's, as positions in long_columns and in metadata_columns.
constexpr std::array<std::string_view, 5> of_record = {"sampleId", "sampleName", "latitude", "longitude", "citations"};

// Which field of a result each column shows.
struct Source {
  std::string_view column;
  ResultField field;
};
constexpr std::array<Source, 12> of_result = {{{"variable", ResultField::variable},
                                               {"group", ResultField::group},
                                               {"unit", ResultField::unit},
                                               {"value", ResultField::value},
                                               {"qualifier", ResultField::qualifier},
                                               {"valueText", ResultField::value_text},
                                               {"method", ResultField::method},
                                               {"methodComment", ResultField::method_comment},
                                               {"laboratory", ResultField::laboratory},
                                               {"stdevValue", ResultField::stdev_value},
                                               {"stdevType", ResultField::stdev_type},
                                               {"stdevUnit", ResultField::stdev_unit}}};

std::vector<std::size_t> selected_columns(const FileOptions& options) {
  std::vector<bool> is_selected(long_columns.size(), true);
  if (options.columns == ColumnChoice::list) is_selected = selected_long_columns(options.column_list);
  std::vector<std::size_t> selected;
  for (std::size_t i = 0; i < is_selected.size(); ++i) {
    if (is_selected[i]) selected.push_back(i);
  }
  return selected;
}

std::vector<std::string> names_of(const std::vector<std::size_t>& columns) {
  std::vector<std::string> names;
  for (const std::size_t column : columns) names.emplace_back(long_columns[column]);
  return names;
}

Cell plain_text(const std::string& text) {
  return {text.data(), static_cast<std::uint32_t>(text.size()), CellKind::text};
}

}  // namespace

LongTable::LongTable(const TableRequest& request, ByteSink& out)
    : selected_(selected_columns(request.options)),
      writer_(make_row_writer(request.options, names_of(selected_), out)),
      reader_(request.environment),
      row_(selected_.size()),
      tally_(selected_.size()) {}

void LongTable::write(const Page& page, const std::stop_token& stop) {
  StopCheck check(stop);
  for (const std::string_view document : page.documents) {
    check.row();
    write_rows(document);
  }
}

void LongTable::write_rows(std::string_view document) {
  const Record& record = reader_.read(document);
  if (records_++ == 0) writer_->header();
  references_.note(record.citations);
  record_maker_.reset();
  Cells shared;
  for (const std::string_view name : of_record) {
    shared[column(name)] = metadata_.cell(record, metadata_column(name), record_maker_);
  }
  for (const FlatResult& result : record.flat) {
    each_element(result.value(), [&](const RawValue& element) {
      Cells cells = shared;
      set_flat(cells, result.field, element);
      write_row(cells);
    });
  }
  for (const Result& result : record.results) {
    Cells cells = shared;
    set_result(cells, record, result);
    write_row(cells);
  }
}

void LongTable::set_result(Cells& cells, const Record& record, const Result& result) {
  maker_.reset();
  for (const Source& source : of_result) cells[column(source.column)] = maker_.of(result[source.field]);
  cells[column("citation")] = record.citations.named_by(result[ResultField::citation_id], maker_);
}

void LongTable::set_flat(Cells& cells, std::uint32_t field, const RawValue& element) {
  maker_.reset();
  const Analyte& analyte = reader_.flat_fields()[field];
  cells[column("variable")] = plain_text(analyte.variable);
  if (!analyte.unit.empty()) cells[column("unit")] = plain_text(analyte.unit);
  if (!analyte.group.empty()) cells[column("group")] = plain_text(analyte.group);
  const Cell cell = maker_.of(element);
  const bool is_value = cell.kind == CellKind::null || cell.kind == CellKind::number || is_json_number(cell.view());
  cells[column(is_value ? "value" : "valueText")] = cell;
}

void LongTable::write_row(const Cells& cells) {
  row_.clear();
  for (std::size_t i = 0; i < selected_.size(); ++i) {
    if (cells[selected_[i]].kind != CellKind::absent) row_.put(i, cells[selected_[i]]);
  }
  tally_.note_row(row_);
  writer_->row(row_);
  ++rows_;
}

TableSummary LongTable::finish(const std::stop_token& stop) {
  throw_if_stopped(stop);
  if (records_ == 0) writer_->header();
  writer_->end();
  TableSummary summary{.records = records_, .rows = rows_, .columns = {}, .references = {}};
  for (const std::size_t i : selected_) {
    ColumnFacts& facts = summary.columns.emplace_back();
    facts.name = std::string(long_columns[i]);
    facts.kind = ColumnKind::long_field;
  }
  tally_.describe(summary.columns);
  references_.move_to(summary);
  summary.guarded_cells = writer_->guarded_cells();
  return summary;
}

}  // namespace exportd::table
