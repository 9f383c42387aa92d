#include "table/wide_columns.hpp"

#include "core/failure.hpp"

namespace exportd::table {

WideColumns::WideColumns(const TableRequest& request)
    : ids_(request.options.layout),
      builder_(request.environment.elements),
      open_(request.options.columns == ColumnChoice::present),
      metadata_(metadata_columns.size(), true) {
  if (!open_) close(request);
}

void WideColumns::close(const TableRequest& request) {
  for (const Analyte& analyte : request.held) static_cast<void>(ids_.id_of(analyte));
  builder_.name_analytes(ids_.analytes());
  analytes_.assign(ids_.analytes().size(), true);
  if (request.options.columns == ColumnChoice::list) {
    list_ = std::make_unique<ColumnList>(request.options.column_list, builder_.named());
    for (std::size_t i = 0; i < metadata_.size(); ++i) metadata_[i] = list_->selects_metadata(metadata_columns[i]);
    for (AnalyteIds::Id id = 0; id < analytes_.size(); ++id) {
      analytes_[id] = list_->selects(builder_.named()[id]);
      if (!analytes_[id]) ids_.unselect(id);
    }
  }
  ids_.close([this](const Analyte& analyte) {
    if (list_ && !list_->selects({plain_name(analyte), analyte})) return;
    throw Failure(FailureKind::retry, "columns_changed",
                  "the data changed while they were read: a record holds " + plain_name(analyte) +
                      ", which no record held before: try again");
  });
}

ColumnPlan WideColumns::plan(const std::vector<AnalyteFacts>& facts, const StdevKinds& stdev_kinds) {
  if (open_) {
    builder_.name_analytes(ids_.analytes());
    analytes_.assign(ids_.analytes().size(), true);
  }
  return builder_.plan(metadata_, analytes_, facts, stdev_kinds);
}

}  // namespace exportd::table
