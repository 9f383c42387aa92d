// ResultAnalytes: a nested result → the id of its analyte, by the raw bytes of the fields that name it. Results
// repeat in the same order from record to record, so each analyte remembers which one followed it last time.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

#include "table/analyte_ids.hpp"
#include "table/cell_maker.hpp"
#include "table/record.hpp"

namespace exportd::table {

class ResultAnalytes {
 public:
  ResultAnalytes(AnalyteIds& ids, bool by_method) : ids_(ids), by_method_(by_method), entries_(1) {}

  [[nodiscard]] AnalyteIds::Id id_of(const Result& result, CellMaker& maker);

 private:
  struct Entry {
    std::string key;
    AnalyteIds::Id id = AnalyteIds::unselected;
    std::size_t next = 0;
  };

  [[nodiscard]] std::size_t find(const Result& result, CellMaker& maker);

  AnalyteIds& ids_;
  bool by_method_;
  std::deque<Entry> entries_;  // never moved; the first one stands before all others
  std::unordered_map<std::string_view, std::size_t> by_key_;
  std::size_t last_ = 0;
  std::string key_;  // of the result at hand
};

}  // namespace exportd::table
