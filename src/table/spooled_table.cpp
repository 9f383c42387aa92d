#include "table/spooled_table.hpp"

#include <algorithm>

#include "table/spool_replay.hpp"
#include "table/stop_check.hpp"

namespace exportd::table {

SpooledTable::SpooledTable(const TableRequest& request, ByteSink& out, std::size_t memory_bytes_max)
    : options_(request.options),
      out_(out),
      simple_(request.options.companions.empty() && request.options.repeats == Repeats::join),
      columns_(request),
      parts_(columns_.ids(), request.options),
      reader_(request.environment),
      spool_(request.work_dir, memory_bytes_max) {}

void SpooledTable::write(const Page& page, const std::stop_token& stop) {
  StopCheck check(stop);
  for (const std::string_view document : page.documents) {
    check.row();
    spool_row(document);
  }
}

void SpooledTable::spool_row(std::string_view document) {
  const Record& record = reader_.read(document);
  ++records_;
  maker_.reset();
  encoder_.begin();
  for (std::size_t i = 0; i < metadata_columns.size(); ++i) {
    if (columns_.metadata()[i]) encoder_.metadata(metadata_.cell(record, i, maker_));
  }
  parts_.each(record, reader_.flat_fields(), maker_, [this](AnalyteIds::Id id, const Cell& part) {
    encoder_.part(id, part);
    if (simple_) return;
    encoder_.companions(parts_.companions());
    if (part.holds_something()) note_part(id, part);
  });
  spool_.append(encoder_.end());
  references_.note(record.citations);
}

void SpooledTable::note_part(AnalyteIds::Id id, const Cell&) {
  if (id >= facts_.size()) {
    facts_.resize(id + 1);
    in_row_.resize(id + 1);
  }
  auto& [row, shown] = in_row_[id];
  if (row != records_) {
    row = records_;
    shown = 0;
  }
  const std::size_t repeat = options_.repeats == Repeats::join ? 0 : shown;
  ++shown;
  std::vector<AnalyteFacts::OfRepeat>& repeats = facts_[id].repeats;
  if (repeat >= repeats.size()) repeats.resize(repeat + 1);
  const CompanionParts& said = parts_.companions();
  for (std::size_t c = 0; c < companion_count; ++c) {
    if (said.cells[c].kind <= CellKind::blank) continue;
    repeats[repeat].companions[c] = true;
    if (c != static_cast<std::size_t>(Companion::stdev)) continue;
    std::vector<std::uint32_t>& kinds = repeats[repeat].stdev_kinds;
    if (std::ranges::find(kinds, said.stdev_kind) == kinds.end()) kinds.push_back(said.stdev_kind);
  }
}

TableSummary SpooledTable::finish(const std::stop_token& stop) {
  facts_.resize(columns_.ids().analytes().size());
  const ColumnPlan plan = columns_.plan(simple_ ? std::vector<AnalyteFacts>() : facts_, parts_.stdev_kinds());
  const auto writer = make_row_writer(options_, plan.names(), out_);
  Tally tally(plan.columns().size());
  SpoolReplay replay(plan, options_.repeats, simple_, *writer, tally);
  writer->header();
  for (std::string_view block = spool_.next(); !block.empty(); block = spool_.next()) {
    throw_if_stopped(stop);
    replay.write(block);
  }
  throw_if_stopped(stop);
  writer->end();

  TableSummary summary{.records = records_, .rows = records_, .columns = {}, .references = {}};
  summary.columns = plan.describe(columns_.ids(), parts_.methods());
  tally.describe(summary.columns);
  references_.move_to(summary);
  summary.guarded_cells = writer->guarded_cells();
  if (replay.rows() != records_) {
    throw Failure(FailureKind::ours, "spool_failed", "the table could not be held: rows are missing: try again");
  }
  return summary;
}

}  // namespace exportd::table
