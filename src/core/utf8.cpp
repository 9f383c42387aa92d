#include "core/utf8.hpp"

namespace exportd {

namespace {

// How many bytes a sequence has by its first byte, and the least code point that needs that many.
struct Lead {
  std::size_t bytes;
  char32_t bits;
  char32_t least;
};

std::optional<Lead> lead(unsigned char byte) {
  if (byte < 0x80) return Lead{1, byte, 0};
  if ((byte & 0xE0) == 0xC0) return Lead{2, static_cast<char32_t>(byte & 0x1F), 0x80};
  if ((byte & 0xF0) == 0xE0) return Lead{3, static_cast<char32_t>(byte & 0x0F), 0x800};
  if ((byte & 0xF8) == 0xF0) return Lead{4, static_cast<char32_t>(byte & 0x07), 0x10000};
  return std::nullopt;
}

}  // namespace

std::optional<CodePoint> code_point_at(std::string_view text, std::size_t at) {
  const auto first = lead(static_cast<unsigned char>(text[at]));
  if (!first || text.size() - at < first->bytes) return std::nullopt;
  char32_t value = first->bits;
  for (std::size_t i = 1; i < first->bytes; ++i) {
    const auto byte = static_cast<unsigned char>(text[at + i]);
    if ((byte & 0xC0) != 0x80) return std::nullopt;
    value = (value << 6) | (byte & 0x3F);
  }
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < first->least || value > 0x10FFFF || surrogate) return std::nullopt;
  return CodePoint{value, first->bytes};
}

std::size_t find_broken_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto point = code_point_at(text, at);
    if (!point) return at;
    at += point->bytes;
  }
  return std::string_view::npos;
}

}  // namespace exportd
