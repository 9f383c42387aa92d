// AnalyteIds: analytes ↔ small numbers. An analyte here is what has a column of its own: (variable, unit), with the
// method in layout=method; its group is the first, in the columns' order, of those it was met with.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/analyte.hpp"
#include "core/file_options.hpp"

namespace exportd::table {

class AnalyteIds {
 public:
  using Id = std::uint32_t;
  static constexpr Id unselected = 0xFFFFFFFF;  // its results have no column

  explicit AnalyteIds(Layout layout) : by_method_(layout == Layout::method) {}

  // From here on the set is closed: `unknown` decides about an analyte that is not in it (its method emptied unless
  // layout=method); it throws, or the analyte is unselected.
  void close(std::function<void(const Analyte&)> unknown) { unknown_ = std::move(unknown); }
  // The analyte stays known, but has no column.
  void unselect(Id id) { column_less_[id] = true; }

  [[nodiscard]] Id id_of(Analyte analyte);

  [[nodiscard]] const std::vector<Analyte>& analytes() const { return analytes_; }

 private:
  static std::string key_of(const Analyte& analyte);

  bool by_method_;
  std::function<void(const Analyte&)> unknown_;
  std::vector<Analyte> analytes_;
  std::vector<bool> column_less_;
  std::unordered_map<std::string, Id> by_key_;
};

}  // namespace exportd::table
