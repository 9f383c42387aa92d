// UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing beyond U+10FFFF.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace exportd {

struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 0;
};

// The code point that begins at text[at], at < text.size(); nullopt where the bytes are not UTF-8.
[[nodiscard]] std::optional<CodePoint> code_point_at(std::string_view text, std::size_t at);

// Where the first byte stands that is not UTF-8; npos: nowhere.
[[nodiscard]] std::size_t find_broken_utf8(std::string_view text);

}  // namespace exportd
