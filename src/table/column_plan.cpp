#include "table/column_plan.hpp"

#include <algorithm>
#include <string_view>

namespace exportd::table {
namespace {

// What stands behind the analyte's name, by Companion; stdev has its own ending.
constexpr std::array<std::string_view, companion_count> companion_endings = {"qualifier", "method", "", "lab",
                                                                             "method comment"};
constexpr auto stdev = static_cast<std::size_t>(Companion::stdev);

}  // namespace

std::vector<std::string> ColumnPlan::names() const {
  std::vector<std::string> names;
  names.reserve(columns_.size());
  for (const Column& column : columns_) names.push_back(column.name);
  return names;
}

std::vector<ColumnFacts> ColumnPlan::describe(const AnalyteIds& ids, const MethodsSeen& methods) const {
  std::vector<ColumnFacts> all;
  all.reserve(columns_.size());
  for (const Column& column : columns_) {
    ColumnFacts& facts = all.emplace_back();
    facts.name = column.name;
    facts.kind = column.kind;
    if (column.kind == ColumnKind::metadata) continue;
    facts.analyte = ids.analytes()[column.source];
    methods.describe(column.source, facts);
  }
  return all;
}

void PlanBuilder::name_analytes(const std::vector<Analyte>& analytes) {
  sorted_ = order_.sorted(analytes);
  named_.resize(analytes.size());
  for (const std::size_t id : sorted_) named_[id] = {names_.for_analyte(analytes[id]), analytes[id]};
}

ColumnPlan PlanBuilder::plan(const std::vector<bool>& metadata, const std::vector<bool>& analytes,
                             const std::vector<AnalyteFacts>& facts, const StdevKinds& stdev_kinds) {
  ColumnPlan plan;
  for (std::uint32_t i = 0; i < metadata_columns.size(); ++i) {
    if (!metadata[i]) continue;
    plan.metadata_.push_back(i);
    plan.columns_.push_back({std::string(metadata_columns[i]), ColumnKind::metadata, i});
  }
  plan.places_.resize(named_.size());
  plan.first_columns_.assign(named_.size(), ColumnPlan::none);
  const AnalyteFacts::OfRepeat bare;
  for (const std::size_t id : sorted_) {
    if (!analytes[id]) continue;
    plan.first_columns_[id] = static_cast<std::uint32_t>(plan.columns_.size());
    const std::size_t repeats = facts.empty() ? 1 : std::max<std::size_t>(1, facts[id].repeats.size());
    for (std::size_t n = 0; n < repeats; ++n) {
      const bool known = !facts.empty() && n < facts[id].repeats.size();
      add_repeat(plan, static_cast<AnalyteIds::Id>(id), known ? facts[id].repeats[n] : bare, stdev_kinds);
    }
  }

  std::vector<Column>& columns = plan.columns_;
  for (const std::size_t id : sorted_) {  // repeats
    for (std::size_t n = 1; n < plan.places_[id].size(); ++n) {
      columns[plan.places_[id][n].cell].name = names_.unique(named_[id].name + " [" + std::to_string(n + 1) + "]");
    }
  }
  std::string_view owner;
  for (Column& column : columns) {  // companions: until here their name is the ending
    if (column.kind == ColumnKind::analyte || column.kind == ColumnKind::repeat) owner = column.name;
    if (column.kind == ColumnKind::companion) column.name = names_.unique(std::string(owner) + ' ' + column.name);
  }
  return plan;
}

void PlanBuilder::add_repeat(ColumnPlan& plan, AnalyteIds::Id id, const AnalyteFacts::OfRepeat& facts,
                             const StdevKinds& stdev_kinds) {
  const auto add = [&](std::string name, ColumnKind kind) {
    plan.columns_.push_back({std::move(name), kind, id});
    return static_cast<std::uint32_t>(plan.columns_.size() - 1);
  };
  const bool first = plan.places_[id].empty();
  ColumnPlan::Places& places = plan.places_[id].emplace_back();
  places.cell = add(named_[id].name, first ? ColumnKind::analyte : ColumnKind::repeat);
  for (std::size_t c = 0; c < companion_count; ++c) {
    if (c != stdev) {
      if (facts.companions[c]) places.companions[c] = add(std::string(companion_endings[c]), ColumnKind::companion);
      continue;
    }
    std::vector<std::pair<std::string, std::uint32_t>> kinds;
    for (const std::uint32_t kind : facts.stdev_kinds) kinds.emplace_back(stdev_kinds.ending(kind), kind);
    std::ranges::sort(kinds);
    for (auto& [ending, kind] : kinds) places.stdevs.emplace_back(kind, add(std::move(ending), ColumnKind::companion));
  }
}

}  // namespace exportd::table
