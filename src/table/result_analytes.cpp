#include "table/result_analytes.hpp"

namespace exportd::table {
namespace {

// The kind of a value as a byte that stands in no raw string.
char mark(const RawValue& value) {
  return static_cast<char>(1 + static_cast<int>(value.token));
}

void append(std::string& key, const RawValue& value) {
  key.push_back(mark(value));
  key.append(value.raw());
}

}  // namespace

AnalyteIds::Id ResultAnalytes::id_of(const Result& result, CellMaker& maker) {
  key_.clear();
  append(key_, result[ResultField::variable]);
  append(key_, result[ResultField::unit]);
  append(key_, result[ResultField::group]);
  if (by_method_) append(key_, result[ResultField::method]);

  std::size_t& predicted = entries_[last_].next;
  if (predicted == 0 || entries_[predicted].key != key_) predicted = find(result, maker);
  last_ = predicted;
  return entries_[last_].id;
}

std::size_t ResultAnalytes::find(const Result& result, CellMaker& maker) {
  if (const auto known = by_key_.find(key_); known != by_key_.end()) return known->second;

  const auto text = [&](ResultField field) { return std::string(maker.blank_or(result[field]).view()); };
  Entry entry{.key = key_, .id = 0, .next = 0};
  Analyte analyte{.variable = text(ResultField::variable),
                  .unit = text(ResultField::unit),
                  .group = {},
                  .method = by_method_ ? text(ResultField::method) : std::string()};
  entry.id = ids_.id_of(analyte);
  // A list of groups is several groups; the ids keep the one that comes first.
  each_element(result[ResultField::group], [&](const RawValue& group) {
    analyte.group = maker.blank_or(group).view();
    entry.id = ids_.id_of(analyte);
  });
  const std::size_t position = entries_.size();
  entries_.push_back(std::move(entry));
  by_key_.emplace(entries_.back().key, position);
  return position;
}

}  // namespace exportd::table
