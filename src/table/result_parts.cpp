#include "table/result_parts.hpp"

namespace exportd::table {
namespace {

constexpr std::size_t at(Companion companion) {
  return static_cast<std::size_t>(companion);
}

}  // namespace

std::uint32_t StdevKinds::id_of(const std::string& ending) {
  const auto [known, is_new] = by_ending_.try_emplace(ending, static_cast<std::uint32_t>(endings_.size()));
  if (is_new) endings_.push_back(ending);
  return known->second;
}

ResultParts::ResultParts(AnalyteIds& ids, const FileOptions& options)
    : ids_(ids), analytes_(ids, options.layout == Layout::method) {
  for (const Companion companion : options.companions) {
    // In layout=method the column's name says the method already.
    if (companion == Companion::method && options.layout == Layout::method) continue;
    wanted_[at(companion)] = true;
    any_companion_ = true;
  }
  qualifier_apart_ = wanted_[at(Companion::qualifier)];
}

Cell ResultParts::in_companion(const Cell& text) {
  companions_.cells[at(Companion::qualifier)] = text.bytes == 0 ? Cell{.kind = CellKind::blank} : text;
  return {.kind = CellKind::blank};
}

Cell ResultParts::composed_part(const RawValue& qualifier, const RawValue& value, const RawValue& text,
                                CellMaker& maker) {
  Cell sign = maker.of(qualifier);
  if (sign.kind == CellKind::number) sign.kind = CellKind::plain;  // with a qualifier in it, a cell is no number
  if (!value.missing()) {
    const Cell number = maker.of(value);
    if (qualifier_apart_) {
      in_companion(sign);
      return number;
    }
    return sign.bytes == 0 ? number : maker.concat(sign, "", number);
  }
  const Cell words = maker.of(text);
  if (words.holds_something()) {
    const Cell shown = sign.bytes == 0 || words.view().starts_with(sign.view()) ? words : maker.concat(sign, "", words);
    return qualifier_apart_ ? in_companion(shown) : shown;
  }
  if (sign.holds_something()) return qualifier_apart_ ? in_companion(sign) : sign;
  const bool null = value.token == Token::null || words.kind == CellKind::null;
  return {.kind = null ? CellKind::null : CellKind::absent};
}

Cell ResultParts::flat_part(const RawValue& element, CellMaker& maker) {
  const Cell cell = maker.of(element);
  companions_.cells[at(Companion::qualifier)] = {.kind = CellKind::blank};
  if (!qualifier_apart_ || !cell.holds_something()) return cell;
  // A text that is a number is the result's value, any other its valueText.
  return is_json_number(cell.view()) ? cell : in_companion(cell);
}

void ResultParts::make_companions(AnalyteIds::Id id, const Result& result, CellMaker& maker) {
  const auto set = [&](Companion companion, ResultField field) {
    if (wanted_[at(companion)]) companions_.cells[at(companion)] = maker.blank_or(result[field]);
  };
  companions_.cells[at(Companion::qualifier)] = {.kind = CellKind::blank};
  set(Companion::method, ResultField::method);
  set(Companion::stdev, ResultField::stdev_value);
  set(Companion::lab, ResultField::laboratory);
  set(Companion::comment, ResultField::method_comment);
  if (!wanted_[at(Companion::stdev)] || companions_.cells[at(Companion::stdev)].kind == CellKind::blank) return;

  const Cell type = maker.blank_or(result[ResultField::stdev_type]);
  const Cell unit = maker.blank_or(result[ResultField::stdev_unit]);
  std::string ending(type.bytes == 0 ? "stdev" : type.view());
  if (unit.bytes != 0 && unit.view() != ids_.analytes()[id].unit) ending.append(" (").append(unit.view()).append(")");
  companions_.stdev_kind = stdev_kinds_.id_of(ending);
}

}  // namespace exportd::table
