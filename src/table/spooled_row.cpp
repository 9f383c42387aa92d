#include "table/spooled_row.hpp"

namespace exportd::table {

void RowEncoder::long_part(AnalyteIds::Id analyte, const Cell& cell) {
  const std::uint64_t id = std::uint64_t{analyte} + 1;
  need(sizeof(std::uint32_t));
  put_word(CellHead::of(cell) | static_cast<std::uint32_t>(std::min<std::uint64_t>(id, long_id)) << 8);
  if (id >= long_id) varint(id);
  put_bytes(cell);
}

void RowEncoder::put(const Cell& cell) {
  need(1);
  *to_++ = static_cast<char>(CellHead::of(cell));
  put_bytes(cell);
}

void RowEncoder::put_bytes(const Cell& cell) {
  if (cell.bytes >= CellHead::long_length) varint(cell.bytes);
  if (cell.bytes == 0) return;
  need(cell.bytes);
  std::memcpy(to_, cell.at, cell.bytes);
  to_ += cell.bytes;
}

void RowEncoder::varint(std::uint64_t number) {
  need(10);
  for (; number >= 0x80; number >>= 7) *to_++ = static_cast<char>(number | 0x80);
  *to_++ = static_cast<char>(number);
}

void RowEncoder::companions(const CompanionParts& parts) {
  for (const Cell& cell : parts.cells) put(cell);
  varint(parts.stdev_kind);
}

void RowEncoder::grow(std::size_t bytes) {
  const auto used = static_cast<std::size_t>(to_ - bytes_.data());
  bytes_.resize(std::max(used + bytes, 2 * bytes_.size()));
  to_ = bytes_.data() + used;
}

Cell RowDecoder::cell() {
  const std::uint32_t head = static_cast<unsigned char>(*at_++);
  return bytes_of(head);
}

bool RowDecoder::part_with_companions(SpooledPart& part) {
  if (!this->part(part.analyte, part.cell)) return false;
  for (Cell& companion : part.companions.cells) companion = cell();
  part.companions.stdev_kind = static_cast<std::uint32_t>(varint());
  return true;
}

}  // namespace exportd::table
