#include "table/guessed_table.hpp"

#include <algorithm>
#include <utility>

#include "table/spooled_table.hpp"
#include "table/streamed_table.hpp"

namespace exportd::table {
namespace {

std::vector<Analyte> sorted(std::vector<Analyte> analytes) {
  std::ranges::sort(analytes);
  return analytes;
}

// As columns see them: each once, under the group that it is ordered by. What is met later is among those held, so a
// column that has its group from all of them keeps it.
std::vector<Analyte> as_columns(const std::vector<Analyte>& held, Layout layout) {
  AnalyteIds ids(layout);
  for (const Analyte& analyte : held) static_cast<void>(ids.id_of(analyte));
  return sorted(ids.analytes());
}

}  // namespace

GuessedTable::GuessedTable(const TableRequest& request, ByteSink& out)
    : environment_(request.environment),
      options_(request.options),
      held_(request.held),
      work_dir_(request.work_dir),
      out_(out) {}

void GuessedTable::write(const Page& page, const std::stop_token& stop) {
  if (!chosen_) choose(page, stop);
  chosen_->write(page, stop);
}

void GuessedTable::choose(const Page& page, const std::stop_token& stop) {
  const TableRequest request{environment_, options_, {}, work_dir_};
  SpooledTable first(request, out_);
  first.write(page, stop);
  if (sorted(first.analytes()) != as_columns(held_, options_.layout)) {
    chosen_ = std::make_unique<SpooledTable>(request, out_);
    return;
  }
  FileOptions all = options_;
  all.columns = ColumnChoice::all;
  chosen_ = std::make_unique<StreamedTable>(TableRequest{environment_, all, held_, work_dir_}, out_);
}

TableSummary GuessedTable::finish(const std::stop_token& stop) {
  if (!chosen_) chosen_ = std::make_unique<SpooledTable>(TableRequest{environment_, options_, {}, work_dir_}, out_);
  return chosen_->finish(stop);
}

}  // namespace exportd::table
