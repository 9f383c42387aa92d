// Text of others where people read it: on one line, without what nobody sees, not longer than it should be.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace exportd {

// Controls, blanks, marks of direction and of nothing: characters that nobody sees or that change how others are shown.
[[nodiscard]] bool is_invisible(char32_t c);

// What is invisible becomes a space, what is not UTF-8 becomes U+FFFD, what is too long ends in "…".
[[nodiscard]] std::string one_line(std::string_view text, std::size_t characters_max);

}  // namespace exportd
