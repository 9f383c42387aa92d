#include "table/analyte_ids.hpp"

#include <utility>

#include "table/analyte_order.hpp"

namespace exportd::table {

std::string AnalyteIds::key_of(const Analyte& analyte) {
  // Any bytes may stand in a name, NUL too: the lengths keep the parts apart.
  return std::to_string(analyte.variable.size()) + ':' + std::to_string(analyte.unit.size()) + ':' + analyte.variable +
         analyte.unit + analyte.method;
}

AnalyteIds::Id AnalyteIds::id_of(Analyte analyte) {
  if (!by_method_) analyte.method.clear();
  const std::string key = key_of(analyte);
  if (const auto known = by_key_.find(key); known != by_key_.end()) {
    Analyte& met = analytes_[known->second];
    if (!unknown_ && group_before(analyte.group, met.group)) met.group = std::move(analyte.group);
    return column_less_[known->second] ? unselected : known->second;
  }
  if (unknown_) {
    unknown_(analyte);
    return unselected;
  }
  const auto id = static_cast<Id>(analytes_.size());
  by_key_.emplace(key, id);
  analytes_.push_back(std::move(analyte));
  column_less_.push_back(false);
  return id;
}

}  // namespace exportd::table
