#include "search/opensearch_prefix.hpp"

#include <cstddef>
#include <utility>

namespace exportd::search {
namespace {

constexpr std::size_t expression_bytes_max = 950;

bool is_ascii_letter(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

bool is_ascii_digit(char byte) {
  return byte >= '0' && byte <= '9';
}

bool is_beyond_ascii(char byte) {
  return (static_cast<unsigned char>(byte) & 0x80U) != 0;
}

// A byte inside a character of UTF-8.
bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

// Letters and digits after a backslash could mean a class of characters; whatever else could be an operator.
void append_escaped(std::string& to, char byte) {
  if (!is_ascii_letter(byte) && !is_ascii_digit(byte) && !is_beyond_ascii(byte)) to += '\\';
  to += byte;
}

// "k" → "[kK\u212A]": with the Kelvin sign, as lower case makes of it.
void append_any_case(std::string& to, char lower) {
  to += '[';
  to += lower;
  to += static_cast<char>(lower - 'a' + 'A');
  if (lower == 'k') to += "\u212A";
  if (lower == 'i') to += "\u0130";
  to += ']';
}

}  // namespace

std::string begins_with(std::string_view prefix) {
  if (prefix.empty()) return ".+";
  std::string expression;
  for (const char byte : prefix) {
    if (expression.size() > expression_bytes_max && !is_continuation(byte)) break;
    append_escaped(expression, byte);
  }
  return expression + ".*";
}

std::string begins_with_ignoring_case(std::string_view lowered) {
  if (lowered.empty()) return ".+";
  std::string expression;
  for (const char byte : lowered) {
    if (expression.size() > expression_bytes_max) break;
    if (byte >= 'a' && byte <= 'z') {
      append_any_case(expression, byte);
    } else if (!is_beyond_ascii(byte)) {
      append_escaped(expression, byte);
    } else if (!is_continuation(byte)) {
      expression += '.';
    }
  }
  return expression + ".*";
}

Alternatives alternatives(const std::vector<std::string>& values) {
  Alternatives result;
  for (const std::string& value : values) {
    std::string literal;
    for (const char byte : value) append_escaped(literal, byte);
    if (literal.size() > expression_bytes_max) {
      result.too_long.push_back(value);
    } else if (result.expressions.empty() ||
               result.expressions.back().size() + 1 + literal.size() > expression_bytes_max) {
      result.expressions.push_back(std::move(literal));
    } else {
      result.expressions.back() += '|' + literal;
    }
  }
  return result;
}

}  // namespace exportd::search
