#include "table/column_names.hpp"

#include <algorithm>
#include <utility>

namespace exportd::table {

std::string plain_name(const Analyte& analyte) {
  std::string name = analyte.variable.empty() ? std::string(unnamed) : analyte.variable;
  if (!analyte.unit.empty()) name.append(" (").append(analyte.unit).append(")");
  if (!analyte.method.empty()) name.append(" [").append(analyte.method).append("]");
  return name;
}

ColumnNames::ColumnNames() {
  for (const std::string_view name : metadata_columns) borne_.emplace(name);
}

std::string ColumnNames::for_analyte(const Analyte& analyte) {
  std::string name = plain_name(analyte);
  if (std::ranges::find(metadata_columns, name) != metadata_columns.end()) name += " [analyte]";
  return unique(std::move(name));
}

std::string ColumnNames::unique(std::string name) {
  std::string candidate = name;
  for (int n = 2; !borne_.insert(candidate).second; ++n) candidate = name + " [" + std::to_string(n) + "]";
  return candidate;
}

}  // namespace exportd::table
