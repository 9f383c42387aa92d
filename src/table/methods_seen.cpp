#include "table/methods_seen.hpp"

namespace exportd::table {

void MethodsSeen::look_up(const RawValue& method, CellMaker& maker) {
  last_token_ = method.token;
  last_raw_.assign(method.raw());
  std::string name(maker.blank_or(method).view());
  if (name.empty()) {
    last_ = none;
    return;
  }
  const auto [known, is_new] = by_name_.try_emplace(std::move(name), static_cast<std::uint32_t>(names_.size()));
  if (is_new) names_.push_back(known->first);
  last_ = known->second;
}

void MethodsSeen::describe(AnalyteIds::Id analyte, ColumnFacts& facts) const {
  if (analyte >= by_analyte_.size()) return;
  for (const std::uint32_t method : by_analyte_[analyte].methods) facts.methods.push_back(names_[method]);
  std::ranges::sort(facts.methods);
  facts.methods_capped = by_analyte_[analyte].capped;
}

}  // namespace exportd::table
