#include "mail/quoted_printable.hpp"

namespace exportd::mail {

namespace {

constexpr std::size_t line_characters_max = 76;

std::string encoded(char c) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  return {'=', digits[byte >> 4U], digits[byte & 15U]};
}

// One line of the text as one or more lines of the body.
void append_line(std::string& body, std::string_view line) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    const bool last = at + 1 == line.size();
    const bool blank = c == ' ' || c == '\t';
    const bool plain = (c > ' ' && c <= '~' && c != '=') || (blank && !last);
    // Servers may strip a "From " or take a lone dot for the end: neither stands at the beginning of a line.
    const bool risky = width == 0 && (c == '.' || c == 'F');
    const std::string piece = plain && !risky ? std::string(1, c) : encoded(c);
    if (width + piece.size() > line_characters_max - 1) {
      body += "=\r\n";
      width = 0;
    }
    body += piece;
    width += piece.size();
  }
  body += "\r\n";
}

}  // namespace

std::string quoted_printable(std::string_view text) {
  std::string body;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    append_line(body, text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return body;
}

}  // namespace exportd::mail
