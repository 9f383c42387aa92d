// AnalyteOrder: how the analyte columns stand from left to right (docs/file-formats.md section 4.2).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/analyte.hpp"

namespace exportd::table {

// The four groups that come first, in their order; then other groups, then no group.
enum class GroupRank { major_oxide, rare_earth, trace, isotope_ratio, other, none };

[[nodiscard]] GroupRank group_rank(std::string_view group);

// Whether a column that has results of both groups counts to the first one.
[[nodiscard]] bool group_before(std::string_view a, std::string_view b);

class AnalyteOrder {
 public:
  explicit AnalyteOrder(const std::vector<std::string>& elements);

  // The positions of `analytes` in the order of their columns.
  [[nodiscard]] std::vector<std::size_t> sorted(const std::vector<Analyte>& analytes) const;

 private:
  [[nodiscard]] std::size_t element(const std::string& variable) const;

  std::unordered_map<std::string, std::size_t> elements_;
};

}  // namespace exportd::table
