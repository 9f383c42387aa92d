// ResultParts: a record's results → the parts of its analyte cells, in document order (docs/file-formats.md section 6).
// One part for each result: a list of n in `value` (else `valueText`) stands for n of them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/file_options.hpp"
#include "core/json_number.hpp"
#include "table/analyte_ids.hpp"
#include "table/cell_maker.hpp"
#include "table/methods_seen.hpp"
#include "table/record.hpp"
#include "table/result_analytes.hpp"

namespace exportd::table {

inline constexpr std::size_t companion_count = 5;

// What the companions show of one result: blank where it says nothing.
struct CompanionParts {
  std::array<Cell, companion_count> cells;  // by Companion
  std::uint32_t stdev_kind = 0;             // StdevKinds: which of the analyte's stdev columns cells[stdev] is for
};

// The endings of stdev columns: `1S`, `stdev`, `1S (%)`.
class StdevKinds {
 public:
  [[nodiscard]] std::uint32_t id_of(const std::string& ending);
  [[nodiscard]] const std::string& ending(std::uint32_t id) const { return endings_[id]; }

 private:
  std::vector<std::string> endings_;
  std::unordered_map<std::string, std::uint32_t> by_ending_;
};

class ResultParts {
 public:
  // `ids` must outlive it.
  ResultParts(AnalyteIds& ids, const FileOptions& options);

  // take(analyte's id, part) for each result that has a column. A part is null or absent if the result shows nothing;
  // blank if it shows something, but in the qualifier's companion. companions() belongs to the part just given.
  template <class Take>
  void each(const Record& record, const std::vector<Analyte>& flat_fields, CellMaker& maker, const Take& take) {
    flat_ids_.resize(flat_fields.size(), unmet);
    companions_.cells.fill({.kind = CellKind::blank});
    each_flat(record, flat_fields, maker, take);
    for (const Result& result : record.results) {
      const AnalyteIds::Id id = analytes_.id_of(result, maker);
      if (id == AnalyteIds::unselected) continue;
      methods_.note(id, result[ResultField::method], maker);
      if (any_companion_) make_companions(id, result, maker);
      each_value(result, [&](const RawValue& value, const RawValue& text) {
        take(id, part(result[ResultField::qualifier], value, text, maker));
      });
    }
  }

  // The id of a flat record's field, once each() met a result of it; else, or without a column, nothing.
  [[nodiscard]] std::optional<AnalyteIds::Id> id_of_field(std::uint32_t field) const {
    if (field >= flat_ids_.size() || flat_ids_[field] >= unmet) return std::nullopt;
    return flat_ids_[field];
  }
  [[nodiscard]] const CompanionParts& companions() const { return companions_; }
  [[nodiscard]] const StdevKinds& stdev_kinds() const { return stdev_kinds_; }
  [[nodiscard]] MethodsSeen& methods() { return methods_; }

 private:
  template <class Take>
  void each_flat(const Record& record, const std::vector<Analyte>& flat_fields, CellMaker& maker, const Take& take) {
    // Copies, so that what numbers need stays in registers.
    const Take take_number = take;
    AnalyteIds::Id* const ids = flat_ids_.data();
    const bool as_they_stand = !qualifier_apart_;
    for (const FlatResult& result : record.flat) {
      AnalyteIds::Id& id = ids[result.field];
      if (result.is_number() && id < unmet && as_they_stand) {
        take_number(id, Cell{result.at, result.bytes, CellKind::number});
        continue;
      }
      if (id == AnalyteIds::unselected) continue;
      each_element(result.value(), [&](const RawValue& element) {
        // Only now: a field that is [] is no result, so it must not make a column.
        if (id == unmet) id = ids_.id_of(flat_fields[result.field]);
        if (id != AnalyteIds::unselected) take(id, flat_part(element, maker));
      });
    }
  }
  // take(value, valueText) for each of the results that one stands for: at least one, as [] is nothing there.
  template <class Take>
  void each_value(const Result& result, Take&& take) {
    const RawValue &value = result[ResultField::value], &text = result[ResultField::value_text];
    if (value.token != Token::list && text.token != Token::list) return take(value, text);
    if (!value.missing() && each_of(value, [&](const RawValue& element) { take(element, text); })) return;
    const RawValue no_value = value.token == Token::null ? value : RawValue{};
    if (!each_of(text, [&](const RawValue& element) { take(no_value, element); })) take(no_value, RawValue{});
  }
  // false: there is none.
  template <class Take>
  static bool each_of(const RawValue& value, Take&& take) {
    bool any = false;
    each_element(value, [&](const RawValue& element) {
      any = true;
      take(element);
    });
    return any;
  }

  [[nodiscard]] Cell part(const RawValue& qualifier, const RawValue& value, const RawValue& text, CellMaker& maker) {
    if (value.token == Token::number && qualifier.missing() && !qualifier_apart_) {
      return {value.at, value.bytes, CellKind::number};
    }
    return composed_part(qualifier, value, text, maker);
  }
  [[nodiscard]] Cell composed_part(const RawValue& qualifier, const RawValue& value, const RawValue& text,
                                   CellMaker& maker);
  [[nodiscard]] Cell flat_part(const RawValue& element, CellMaker& maker);
  Cell in_companion(const Cell& text);
  void make_companions(AnalyteIds::Id id, const Result& result, CellMaker& maker);

  static constexpr AnalyteIds::Id unmet = AnalyteIds::unselected - 1;

  AnalyteIds& ids_;
  ResultAnalytes analytes_;
  MethodsSeen methods_;
  std::vector<AnalyteIds::Id> flat_ids_;  // by FlatResult::field
  std::array<bool, companion_count> wanted_{};
  bool any_companion_ = false;
  bool qualifier_apart_ = false;
  CompanionParts companions_;
  StdevKinds stdev_kinds_;
};

}  // namespace exportd::table
