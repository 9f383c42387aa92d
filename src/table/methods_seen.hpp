// MethodsSeen: which methods the results of each analyte were measured by, for the file's metadata.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "table/analyte_ids.hpp"
#include "table/cell_maker.hpp"
#include "table/table_writer.hpp"

namespace exportd::table {

class MethodsSeen {
 public:
  void note(AnalyteIds::Id analyte, const RawValue& method, CellMaker& maker) {
    if (method.missing()) return;
    if (method.token != last_token_ || method.raw() != last_raw_) look_up(method, maker);
    if (analyte >= by_analyte_.size()) by_analyte_.resize(analyte + 1);
    Seen& seen = by_analyte_[analyte];
    if (last_ == none || seen.last == last_) return;
    seen.last = last_;
    if (std::ranges::find(seen.methods, last_) != seen.methods.end()) return;
    if (seen.methods.size() == ColumnFacts::methods_max) {
      seen.capped = true;
    } else {
      seen.methods.push_back(last_);
    }
  }

  void describe(AnalyteIds::Id analyte, ColumnFacts& facts) const;

 private:
  static constexpr std::uint32_t none = 0xFFFFFFFF;

  struct Seen {
    std::uint32_t last = none;
    bool capped = false;
    std::vector<std::uint32_t> methods;
  };

  void look_up(const RawValue& method, CellMaker& maker);

  std::vector<std::string> names_;
  std::unordered_map<std::string, std::uint32_t> by_name_;
  std::vector<Seen> by_analyte_;
  Token last_token_ = Token::absent;
  std::string last_raw_;
  std::uint32_t last_ = none;
};

}  // namespace exportd::table
