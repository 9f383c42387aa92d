#include "table/spooled_row.hpp"

#include <cstring>

namespace exportd::table {
namespace {

constexpr std::uint32_t long_length = 31;

}  // namespace

void RowEncoder::put(const Cell& cell) {
  const auto kind = static_cast<std::uint32_t>(cell.kind);
  if (cell.bytes < long_length) {
    bytes_.push_back(static_cast<char>(kind | cell.bytes << 3));
  } else {
    bytes_.push_back(static_cast<char>(kind | long_length << 3));
    varint(cell.bytes);
  }
  if (cell.bytes != 0) bytes_.insert(bytes_.end(), cell.at, cell.at + cell.bytes);
}

void RowEncoder::companions(const CompanionParts& parts) {
  for (const Cell& cell : parts.cells) put(cell);
  varint(parts.stdev_kind);
}

Cell RowDecoder::cell() {
  const std::uint32_t head = static_cast<unsigned char>(*at_++);
  Cell cell{.at = nullptr, .bytes = head >> 3U, .kind = static_cast<CellKind>(head & 7U)};
  if (cell.bytes == long_length) cell.bytes = static_cast<std::uint32_t>(varint());
  cell.at = at_;
  at_ += cell.bytes;
  return cell;
}

bool RowDecoder::part(SpooledPart& part, bool with_companions) {
  const std::uint64_t id = varint();
  if (id == 0) return false;
  part.analyte = static_cast<AnalyteIds::Id>(id - 1);
  part.cell = cell();
  if (with_companions) {
    for (Cell& companion : part.companions.cells) companion = cell();
    part.companions.stdev_kind = static_cast<std::uint32_t>(varint());
  }
  return true;
}

}  // namespace exportd::table
