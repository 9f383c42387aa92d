#include "query/query_error.hpp"

#include <cstddef>

#include "core/utf8.hpp"

namespace exportd::query {

namespace {

constexpr std::size_t shown_characters_max = 60;
constexpr char hex_digits[] = "0123456789ABCDEF";

// What would break a line, move the cursor or reorder the text around it.
bool must_be_escaped(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x061C || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || c == 0xFFFE || c == 0xFFFF;
}

// U+2028 becomes \u2028.
void append_escaped(std::string& to, char32_t c) {
  to += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) to += hex_digits[(c >> shift) & 0xF];
}

void append_byte(std::string& to, char c) {
  const auto byte = static_cast<unsigned char>(c);
  to += "\\x";
  to += hex_digits[byte >> 4];
  to += hex_digits[byte & 0xF];
}

}  // namespace

std::string shown(std::string_view text) {
  std::string out = "\"";
  std::size_t characters = 0;
  for (std::size_t at = 0; at < text.size(); ++characters) {
    if (characters == shown_characters_max) {
      out += "…";
      break;
    }
    const auto point = code_point_at(text, at);
    if (!point) {
      append_byte(out, text[at++]);
      continue;
    }
    if (must_be_escaped(point->value)) {
      append_escaped(out, point->value);
    } else {
      out += text.substr(at, point->bytes);
    }
    at += point->bytes;
  }
  return out + "\"";
}

std::string QueryError::message() const {
  std::string text = parameter.empty() ? "query" : "parameter " + shown(parameter);
  text += ": ";
  if (!value.empty()) text += shown(value) + " ";
  text += problem;
  std::string remedy;
  if (!expected.empty()) remedy = "expected " + expected;
  if (!nearest.empty()) remedy += (remedy.empty() ? "" : "; ") + ("did you mean " + shown(nearest)) + "?";
  if (!remedy.empty()) text += ": " + remedy;
  return text;
}

}  // namespace exportd::query
