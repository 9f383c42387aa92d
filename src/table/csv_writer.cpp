#include "table/csv_writer.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace exportd::table {
namespace {

// What a spreadsheet takes for the start of a formula, or skips before one; the last four are ＝＋－＠.
bool begins_like_a_formula(std::string_view text) {
  static constexpr std::array<std::string_view, 11> starts = {
      "=", "+", "-", "@", "\t", "\r", "\n", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};
  return std::ranges::any_of(starts, [text](std::string_view start) { return text.starts_with(start); });
}

}  // namespace

void CsvWriter::header() {
  if (bom_) block_.append("\xEF\xBB\xBF");
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (i != 0) block_.put(',');
    text(columns_[i], true);
  }
  block_.append("\r\n");
}

void CsvWriter::row(const Row& row) {
  std::size_t written = 0;  // separators
  row.each([&](std::size_t column, const Cell& now) {
    // The usual case of a full table at once: the next cell, a short number.
    if (now.kind == CellKind::number && now.bytes <= Cell::slack_bytes && column == written + 1) {
      char* const to = block_.room(1 + Cell::slack_bytes);
      *to = ',';
      std::memcpy(to + 1, now.at, Cell::slack_bytes);
      block_.advance(to + 1 + now.bytes);
    } else {
      separators(column - written);
      cell(now);
    }
    written = column;
  });
  separators(columns_.size() - 1 - written);
  block_.append("\r\n");
}

void CsvWriter::separators(std::size_t count) {
  if (count == 1) return block_.put(',');
  block_.fill(',', count);
}

void CsvWriter::cell(const Cell& cell) {
  switch (cell.kind) {
    case CellKind::absent:
    case CellKind::null:
    case CellKind::blank: return;
    case CellKind::number:
    case CellKind::numbers: return block_.append(cell);
    case CellKind::plain: return text(cell.view(), std::memchr(cell.at, ',', cell.bytes) != nullptr);
    case CellKind::text: return text(cell.view(), true);
  }
}

void CsvWriter::text(std::string_view text, bool may_need_quotes) {
  const bool guarded = safe_ && begins_like_a_formula(text);
  if (guarded) ++guarded_cells_;
  const bool quoted =
      text.empty() || (may_need_quotes && text.find_first_of(std::string_view(",\"\r\n", 4)) != std::string_view::npos);
  if (quoted) block_.put('"');
  if (guarded) block_.put('\'');
  if (!quoted) return block_.append(text);
  for (std::size_t quote; (quote = text.find('"')) != std::string_view::npos; text.remove_prefix(quote + 1)) {
    block_.append(text.substr(0, quote + 1));
    block_.put('"');
  }
  block_.append(text);
  block_.put('"');
}

}  // namespace exportd::table
