#include "table/column_list.hpp"

#include <algorithm>
#include <utility>

#include "core/failure.hpp"
#include "core/lower_case.hpp"
#include "core/nearest_name.hpp"
#include "table/column_names.hpp"

namespace exportd::table {
namespace {

// The group's name that a code stands for; empty: no code. `Te` and `Ir`, so written, are the elements.
std::string group_of_code(std::string_view item) {
  if (item == "Te" || item == "Ir") return {};
  const std::string code = lower_case(item);
  if (code == "maj" || code == "mj") return "major oxide";
  if (code == "ree") return "rare earth element";
  if (code == "te") return "trace element";
  if (code == "ir") return "radiogenic isotope ratio";
  return {};
}

[[noreturn]] void refuse(const std::string& item, const std::vector<std::string>& known) {
  const std::string nearest = nearest_name(item, known);
  throw Failure(FailureKind::reject, "unknown_column",
                "columns: there is no column \"" + item + "\"" +
                    (nearest.empty() ? std::string() : ": did you mean \"" + nearest + "\"?"),
                {}, "columns");
}

}  // namespace

ColumnList::ColumnList(const std::vector<std::string>& items, const std::vector<NamedAnalyte>& analytes) {
  std::vector<std::string> known(metadata_columns.begin(), metadata_columns.end());
  for (const NamedAnalyte& analyte : analytes) {
    known.push_back(analyte.name);
    known.push_back(analyte.analyte.variable);
  }
  const std::unordered_set<std::string_view> is_known(known.begin(), known.end());
  for (const std::string& item : items) {
    if (is_known.contains(item)) {
      items_.insert(item);
      continue;
    }
    std::string group = group_of_code(item);
    if (group.empty()) refuse(item, known);
    groups_.insert(std::move(group));
  }
}

bool ColumnList::selects_metadata(std::string_view column) const {
  return column == "sampleId" || items_.contains(std::string(column));
}

bool ColumnList::selects(const NamedAnalyte& analyte) const {
  return items_.contains(analyte.name) || items_.contains(analyte.analyte.variable) ||
         (!groups_.empty() && groups_.contains(lower_case(analyte.analyte.group)));
}

std::vector<bool> selected_long_columns(const std::vector<std::string>& items) {
  std::vector<bool> selected(long_columns.size(), false);
  selected[0] = true;
  for (const std::string& item : items) {
    const auto* const found = std::ranges::find(long_columns, item);
    if (found == long_columns.end()) refuse(item, {long_columns.begin(), long_columns.end()});
    selected[static_cast<std::size_t>(found - long_columns.begin())] = true;
  }
  return selected;
}

}  // namespace exportd::table
