#include "core/shown_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/utf8.hpp"

namespace exportd {

bool is_invisible(char32_t c) {
  constexpr std::array<std::pair<char32_t, char32_t>, 14> ranges{{{0x00, 0x20},
                                                                  {0x7F, 0xA0},
                                                                  {0xAD, 0xAD},
                                                                  {0x61C, 0x61C},
                                                                  {0x1680, 0x1680},
                                                                  {0x180E, 0x180E},
                                                                  {0x2000, 0x200F},
                                                                  {0x2028, 0x202F},
                                                                  {0x205F, 0x206F},
                                                                  {0x3000, 0x3000},
                                                                  {0xFDD0, 0xFDEF},
                                                                  {0xFEFF, 0xFEFF},
                                                                  {0xFFF0, 0xFFFC},
                                                                  {0xE0000, 0xE0FFF}}};
  return (c & 0xFFFE) == 0xFFFE ||
         std::ranges::any_of(ranges, [c](const auto& range) { return c >= range.first && c <= range.second; });
}

std::string one_line(std::string_view text, std::size_t characters_max) {
  std::string line;
  std::size_t characters = 0;
  for (std::size_t at = 0; at < text.size(); ++characters) {
    if (characters == characters_max) return line + "…";
    const auto point = code_point_at(text, at);
    if (!point) {
      line += "\xEF\xBF\xBD";
      ++at;
      continue;
    }
    if (is_invisible(point->value)) {
      line += ' ';
    } else {
      line += text.substr(at, point->bytes);
    }
    at += point->bytes;
  }
  return line;
}

}  // namespace exportd
