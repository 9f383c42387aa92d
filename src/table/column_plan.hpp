// ColumnPlan: which columns the file has, in their order, and where the cells of each analyte go.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/file_options.hpp"
#include "table/analyte_ids.hpp"
#include "table/analyte_order.hpp"
#include "table/column_list.hpp"
#include "table/column_names.hpp"
#include "table/result_parts.hpp"
#include "table/table_writer.hpp"

namespace exportd::table {

struct Column {
  std::string name;
  ColumnKind kind{};
  std::uint32_t source = 0;  // metadata: its position in metadata_columns; else the analyte's id
};

// What the selected records say about one analyte: how many repeats it needs, and which companions hold something.
struct AnalyteFacts {
  struct OfRepeat {
    std::array<bool, companion_count> companions{};
    std::vector<std::uint32_t> stdev_kinds;  // distinct
  };
  std::vector<OfRepeat> repeats;  // the first is the analyte's own column
};

class ColumnPlan {
 public:
  static constexpr std::uint32_t none = 0xFFFFFFFF;

  // The columns of one result of an analyte: of the only one, or of the n-th with repeats=columns.
  struct Places {
    std::uint32_t cell = none;
    std::array<std::uint32_t, companion_count> companions{none, none, none, none, none};  // none[stdev]: see below
    std::vector<std::pair<std::uint32_t, std::uint32_t>> stdevs;                          // kind → column
  };

  [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }
  // The metadata columns are the first ones.
  [[nodiscard]] const std::vector<std::uint32_t>& metadata() const { return metadata_; }
  // By the analyte's id: the places of its first result, its second, …
  [[nodiscard]] const std::vector<std::vector<Places>>& places() const { return places_; }
  // By the analyte's id: its first column.
  [[nodiscard]] const std::vector<std::uint32_t>& first_columns() const { return first_columns_; }

  // Header and facts, in the columns' order.
  [[nodiscard]] std::vector<std::string> names() const;
  [[nodiscard]] std::vector<ColumnFacts> describe(const AnalyteIds& ids, const MethodsSeen& methods) const;

 private:
  friend class PlanBuilder;

  std::vector<Column> columns_;
  std::vector<std::uint32_t> metadata_;
  std::vector<std::vector<Places>> places_;
  std::vector<std::uint32_t> first_columns_;
};

// Names are given to analytes first, from left to right, then to repeats, then to companions.
class PlanBuilder {
 public:
  explicit PlanBuilder(const std::vector<std::string>& elements) : order_(elements) {}

  // Names all analytes; later calls of plan() may leave some of them out, but not rename them.
  void name_analytes(const std::vector<Analyte>& analytes);
  [[nodiscard]] const std::vector<NamedAnalyte>& named() const { return named_; }  // by id

  // The plan of those metadata columns (by position) and analytes (by id) that are selected, these with repeats and
  // companions by `facts` (by id; empty: every analyte has one column).
  [[nodiscard]] ColumnPlan plan(const std::vector<bool>& metadata, const std::vector<bool>& analytes,
                                const std::vector<AnalyteFacts>& facts, const StdevKinds& stdev_kinds);

 private:
  void add_repeat(ColumnPlan& plan, AnalyteIds::Id id, const AnalyteFacts::OfRepeat& facts,
                  const StdevKinds& stdev_kinds);

  AnalyteOrder order_;
  ColumnNames names_;
  std::vector<NamedAnalyte> named_;
  std::vector<std::size_t> sorted_;  // ids in the order of their columns
};

}  // namespace exportd::table
