#include "app/messages.hpp"

#include <cstdio>
#include <functional>

#include "app/target_file.hpp"
#include "core/utf8.hpp"

namespace exportd::app {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

bool must_be_escaped(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029;
}

void append_escaped(std::string& to, char32_t c) {
  if (c == '\n') {
    to += "\\n";
  } else if (c == '\t') {
    to += "\\t";
  } else if (c < 0x80) {
    to += "\\x";
    to += hex_digits[c >> 4];
    to += hex_digits[c & 15];
  } else {
    to += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) to += hex_digits[(c >> shift) & 15];
  }
}

void append_byte(std::string& to, char c) {
  const auto byte = static_cast<unsigned char>(c);
  to += "\\x";
  to += hex_digits[byte >> 4];
  to += hex_digits[byte & 15];
}

using ForByte = std::function<void(std::string&, char)>;
using ForCharacter = std::function<void(std::string&, const CodePoint&, std::string_view)>;

std::string rewritten(std::string_view text, const ForByte& for_broken_byte, const ForCharacter& for_character) {
  std::string out;
  out.reserve(text.size() + 1);
  for (std::size_t at = 0; at < text.size();) {
    if (const auto point = code_point_at(text, at)) {
      for_character(out, *point, text.substr(at, point->bytes));
      at += point->bytes;
    } else {
      for_broken_byte(out, text[at++]);
    }
  }
  return out;
}

}  // namespace

void print_line(std::string_view text) {
  const std::string line = rewritten(text, append_byte,
                                     [](std::string& to, const CodePoint& point, std::string_view bytes) {
                                       if (must_be_escaped(point.value)) {
                                         append_escaped(to, point.value);
                                       } else {
                                         to += bytes;
                                       }
                                     }) +
                           "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

void print_output(std::string_view text, const std::stop_token& stop) {
  const auto output = open_target("-", stop);
  output->write(text);
  output->finish();
}

std::string valid_utf8(std::string_view bytes) {
  return rewritten(
      bytes, [](std::string& to, char) { to += "\xEF\xBF\xBD"; },
      [](std::string& to, const CodePoint&, std::string_view character) { to += character; });
}

std::string counted(std::uint64_t number, std::string_view singular) {
  return std::to_string(number) + " " + std::string(singular) + (number == 1 ? "" : "s");
}

}  // namespace exportd::app
