// WideColumns: which columns a file of layout sample or method has, as far as it is known before the first row:
// all of it with `columns=all` or a list, nothing of the analytes with `present`.
#pragma once

#include <memory>
#include <vector>

#include "core/file_options.hpp"
#include "table/analyte_ids.hpp"
#include "table/column_list.hpp"
#include "table/column_plan.hpp"
#include "table/table_writer.hpp"

namespace exportd::table {

class WideColumns {
 public:
  explicit WideColumns(const TableRequest& request);
  WideColumns(const WideColumns&) = delete;
  WideColumns& operator=(const WideColumns&) = delete;

  // id_of() throws Failure retry "columns_changed" for an analyte that should have had a column.
  [[nodiscard]] AnalyteIds& ids() { return ids_; }
  [[nodiscard]] const std::vector<bool>& metadata() const { return metadata_; }

  // Every selected analyte with one column, or (with `facts`, by id) with its repeats and companions. With `present`
  // the selected ones are those that ids() has met by now. Once.
  [[nodiscard]] ColumnPlan plan(const std::vector<AnalyteFacts>& facts, const StdevKinds& stdev_kinds);

 private:
  void close(const TableRequest& request);

  AnalyteIds ids_;
  PlanBuilder builder_;
  bool open_;
  std::vector<bool> metadata_;
  std::vector<bool> analytes_;
  std::unique_ptr<ColumnList> list_;
};

}  // namespace exportd::table
