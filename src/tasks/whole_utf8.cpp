#include "tasks/whole_utf8.hpp"

#include <cstddef>
#include <string_view>

namespace exportd::tasks {

namespace {

// Bytes of the character that `text` begins with; 0: none.
std::size_t character_bytes(std::string_view text) {
  const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U; };
  const auto follows = [&](std::size_t at) { return (byte(at) & 0xC0U) == 0x80U; };
  const unsigned first = byte(0);
  const unsigned second = byte(1);
  if (first < 0x80) return 1;
  if (first < 0xC2 || first > 0xF4 || !follows(1)) return 0;
  if (first < 0xE0) return 2;
  if (!follows(2)) return 0;
  // Neither longer than need be nor a surrogate nor above U+10FFFF.
  if (first < 0xF0) return (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ? 0 : 3;
  if (!follows(3)) return 0;
  return (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F) ? 0 : 4;
}

}  // namespace

std::string whole_utf8(std::string text) {
  std::string whole;
  bool damaged = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t bytes = character_bytes(std::string_view(text).substr(at));
    if (bytes == 0 && !damaged) {
      damaged = true;
      whole = text.substr(0, at);
    }
    if (damaged) whole += bytes == 0 ? "\xEF\xBF\xBD" : text.substr(at, bytes);
    at += bytes == 0 ? 1 : bytes;
  }
  return damaged ? whole : text;
}

}  // namespace exportd::tasks
