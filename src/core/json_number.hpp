// Whether a text is wholly one number of JSON's grammar (RFC 8259 section 6). Nothing is converted.
#pragma once

#include <string_view>

namespace exportd {

[[nodiscard]] constexpr bool is_json_number(std::string_view text) {
  std::size_t at = 0;
  const auto digits = [&] {
    const std::size_t from = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at - from;
  };
  if (at < text.size() && text[at] == '-') ++at;
  const bool leading_zero = at < text.size() && text[at] == '0';
  const std::size_t whole = digits();
  if (whole == 0 || (leading_zero && whole > 1)) return false;
  if (at < text.size() && text[at] == '.') {
    ++at;
    if (digits() == 0) return false;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (digits() == 0) return false;
  }
  return at == text.size();
}

static_assert(is_json_number("-0.0") && is_json_number("1E400") && is_json_number("1e-7"));
static_assert(!is_json_number("007") && !is_json_number("1.") && !is_json_number("+1") && !is_json_number(""));

}  // namespace exportd
