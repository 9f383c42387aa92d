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
  // Short numbers, a few columns apart, are nearly all there is: moves of fixed length, the cursor in a register.
  constexpr std::size_t gap_max = 64;
  constexpr std::size_t needed = gap_max + Cell::slack_bytes;
  std::size_t written = 0;  // separators
  char* to = block_.room(needed);
  row.each([&](std::size_t column, const Cell& now) {
    const std::size_t gap = column - written;
    written = column;
    if (now.kind == CellKind::number && now.bytes <= Cell::slack_bytes && gap <= gap_max && block_.fits(to, needed)) {
      std::memset(to, ',', gap_max / 4);
      if (gap > gap_max / 4) std::memset(to + gap_max / 4, ',', gap_max - gap_max / 4);
      std::memcpy(to + gap, now.at, Cell::slack_bytes);
      to += gap + now.bytes;
    } else {
      block_.advance(to);
      separators(gap);
      cell(now);
      to = block_.room(needed);
    }
  });
  block_.advance(to);
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
