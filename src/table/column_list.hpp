// ColumnList: the items of `columns=…` → which columns they select (docs/file-formats.md section 5).
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "core/analyte.hpp"

namespace exportd::table {

// An analyte's column as `columns=all` has it.
struct NamedAnalyte {
  std::string name;
  Analyte analyte;
};

class ColumnList {
 public:
  // `analytes`: all that the environment holds. Failure reject "unknown_column".
  ColumnList(const std::vector<std::string>& items, const std::vector<NamedAnalyte>& analytes);

  [[nodiscard]] bool selects_metadata(std::string_view column) const;
  [[nodiscard]] bool selects(const NamedAnalyte& analyte) const;

 private:
  std::unordered_set<std::string> items_;   // that are headers or variables
  std::unordered_set<std::string> groups_;  // lower-cased names of groups
};

// The same for layout=long, whose columns are fixed: `sampleId` and those named, in the file's order.
[[nodiscard]] std::vector<bool> selected_long_columns(const std::vector<std::string>& items);

}  // namespace exportd::table
