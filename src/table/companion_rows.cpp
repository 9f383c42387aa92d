#include "table/companion_rows.hpp"

#include <algorithm>
#include <cassert>

namespace exportd::table {
namespace {

constexpr auto stdev = static_cast<std::size_t>(Companion::stdev);

}  // namespace

void CompanionRows::put(std::vector<SpooledPart>& parts, Row& row, CellMaker& maker, Tally& tally) {
  if (!std::ranges::is_sorted(parts, {}, &SpooledPart::analyte)) {
    std::ranges::stable_sort(parts, {}, &SpooledPart::analyte);
  }
  for (auto from = parts.cbegin(); from != parts.cend();) {
    group_.clear();
    const AnalyteIds::Id analyte = from->analyte;
    for (; from != parts.cend() && from->analyte == analyte; ++from) group_.push_back(&*from);
    put_analyte(row, maker, tally);
  }
}

void CompanionRows::put_analyte(Row& row, CellMaker& maker, Tally& tally) {
  const std::vector<ColumnPlan::Places>& places = plan_.places()[group_.front()->analyte];
  shown_.clear();
  std::ranges::copy_if(group_, std::back_inserter(shown_),
                       [](const SpooledPart* part) { return part->cell.holds_something(); });
  if (shown_.empty()) {
    cells_.clear();
    for (const SpooledPart* part : group_) cells_.push_back(part->cell);
    row.put(places.front().cell, maker.join(cells_.data(), cells_.size()));
    return;
  }
  if (repeats_ == Repeats::join) {
    put_results(places.front(), 0, shown_.size(), row, maker);
    tally.note_joined(places.front().cell, cells_);
    return;
  }
  assert(shown_.size() <= places.size());
  for (std::size_t n = 0; n < shown_.size(); ++n) put_results(places[n], n, 1, row, maker);
}

void CompanionRows::put_results(const ColumnPlan::Places& places, std::size_t from, std::size_t count, Row& row,
                                CellMaker& maker) {
  const auto put = [&](std::uint32_t column, auto&& cell_of) {
    cells_.clear();
    for (std::size_t n = from; n < from + count; ++n) cells_.push_back(cell_of(*shown_[n]));
    row.put(column, maker.join(cells_.data(), cells_.size()));
  };
  for (std::size_t c = 0; c < companion_count; ++c) {
    if (places.companions[c] == ColumnPlan::none) continue;
    put(places.companions[c], [c](const SpooledPart& part) { return part.companions.cells[c]; });
  }
  for (const auto& [kind, column] : places.stdevs) {
    put(column, [wanted = kind](const SpooledPart& part) {
      return part.companions.stdev_kind == wanted ? part.companions.cells[stdev] : Cell{.kind = CellKind::blank};
    });
  }
  put(places.cell, [](const SpooledPart& part) { return part.cell; });  // last: cells_ are its parts
}

}  // namespace exportd::table
