// Tally: what is counted of each column while rows go by.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "table/row.hpp"
#include "table/table_writer.hpp"

namespace exportd::table {

class Tally {
 public:
  explicit Tally(std::size_t columns) : cells_(columns, 0), joined_(columns, 0) {}

  // Counted in bytes, all columns at once, whatever the row holds; in the long counts before a byte could run over.
  void note_row(const Row& row) {
    const std::vector<Row::Mark>& marks = row.marks();
    recent_.resize(marks.size(), 0);
    for (std::size_t from = 0; from < marks.size(); from += 16) add_16(&marks[from], &recent_[from]);
    if (++recent_rows_ == 255) settle();
  }
  // The parts that one cell is made of.
  void note_joined(std::size_t column, std::span<const Cell> parts) {
    const auto shown = std::ranges::count_if(parts, [](const Cell& part) { return part.holds_something(); });
    if (shown > 1) ++joined_[column];
  }

  void describe(std::vector<ColumnFacts>& columns) {
    settle();
    for (std::size_t i = 0; i < columns.size(); ++i) {
      columns[i].cells = cells_[i];
      columns[i].joined_cells = joined_[i];
    }
  }

 private:
  static void add_16(const Row::Mark* marks, std::uint8_t* counts) {
#if defined(__SSE2__)
    const auto something = _mm_set1_epi8(static_cast<char>(Row::Mark::something));
    auto* const at = reinterpret_cast<__m128i*>(counts);
    const __m128i minus_one = _mm_cmpeq_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(marks)), something);
    _mm_storeu_si128(at, _mm_sub_epi8(_mm_loadu_si128(at), minus_one));
#else
    for (std::size_t i = 0; i < 16; ++i) {
      counts[i] = static_cast<std::uint8_t>(counts[i] + (marks[i] == Row::Mark::something ? 1 : 0));
    }
#endif
  }
  void settle() {
    recent_.resize(std::max(recent_.size(), cells_.size()), 0);
    for (std::size_t i = 0; i < cells_.size(); ++i) cells_[i] += recent_[i];
    std::ranges::fill(recent_, std::uint8_t{0});
    recent_rows_ = 0;
  }

  std::vector<std::uint64_t> cells_;
  std::vector<std::uint64_t> joined_;
  std::vector<std::uint8_t> recent_;  // by column: what cells_ does not hold yet
  unsigned recent_rows_ = 0;
};

}  // namespace exportd::table
