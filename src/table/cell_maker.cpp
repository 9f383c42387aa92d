#include "table/cell_maker.hpp"

#include <algorithm>
#include <cstring>

#include "core/failure.hpp"
#include "table/json_string.hpp"

namespace exportd::table {
namespace {

constexpr std::string_view separator = "; ";

// No honest record comes near; it bounds what a short record can blow up to (a list of n values repeats its method).
constexpr std::size_t cell_bytes_max = 64 * limits::MiB;

void check_size(std::size_t bytes) {
  if (bytes <= cell_bytes_max) return;
  throw Failure(FailureKind::ours, "cell_too_large",
                "a cell of the table is too large: the values of one record, joined, exceed 64 MiB: "
                "export with layout=long, or leave that record out");
}

}  // namespace

Cell CellMaker::of_composed(const RawValue& value) {
  char* const to = arena_.take(value.bytes);
  const std::size_t bytes = value.token == Token::object ? compact(value.raw(), to) : unescape(value.raw(), to);
  return {to, static_cast<std::uint32_t>(bytes), CellKind::text};
}

Cell CellMaker::of_list(const RawValue& list) {
  const std::size_t base = parts_.size();
  each_element(list, [this](const RawValue& element) { parts_.push_back(of_one(element)); });
  const Cell cell = join(parts_.data() + base, parts_.size() - base);
  parts_.resize(base);
  return cell;
}

Cell CellMaker::concat(const Cell& first, std::string_view between, const Cell& second) {
  const std::size_t bytes = first.bytes + between.size() + second.bytes;
  check_size(bytes);
  char* const to = arena_.take(bytes);
  char* at = std::copy_n(first.at, first.bytes, to);
  at = std::copy_n(between.data(), between.size(), at);
  std::copy_n(second.at, second.bytes, at);
  const bool any_text = first.kind == CellKind::text || second.kind == CellKind::text;
  return {to, static_cast<std::uint32_t>(bytes), any_text ? CellKind::text : CellKind::plain};
}

Cell CellMaker::join(const Cell* parts, std::size_t count) {
  std::size_t shown = 0;
  std::size_t bytes = 0;
  const Cell* only = nullptr;
  bool null = false, something = false, numeric = true, text = false;
  for (const Cell* part = parts; part != parts + count; ++part) {
    null = null || part->kind == CellKind::null;
    if (!part->holds_something()) continue;
    ++shown;
    bytes += part->bytes;
    only = part;
    something = something || part->kind != CellKind::blank;
    numeric = numeric && (part->kind <= CellKind::numbers || part->bytes == 0);
    text = text || part->kind == CellKind::text;
  }
  if (shown == 0) return {.kind = null ? CellKind::null : CellKind::absent};
  if (!something) return {};
  if (shown == 1) return *only;

  bytes += (shown - 1) * separator.size();
  check_size(bytes);
  char* const to = arena_.take(bytes);
  std::string_view separator_behind = separator;
  char* at = to;
  for (const Cell* part = parts; part != parts + count; ++part) {
    if (!part->holds_something()) continue;
    if (--shown == 0) separator_behind = {};
    at = std::copy_n(part->at, part->bytes, at);
    at = std::copy_n(separator_behind.data(), separator_behind.size(), at);
  }
  const CellKind kind = numeric ? CellKind::numbers : text ? CellKind::text : CellKind::plain;
  return {to, static_cast<std::uint32_t>(bytes), kind};
}

}  // namespace exportd::table
