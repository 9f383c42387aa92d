#include "table/json_string.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace exportd::table {
namespace {

unsigned hex4(const char* at) {
  unsigned unit = 0;
  for (int i = 0; i < 4; ++i) {
    const char c = at[i];
    unit = unit * 16 + static_cast<unsigned>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  return unit;
}

char* put_utf8(char* to, std::uint32_t point) {
  const auto put = [&to](std::uint32_t byte) { *to++ = static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0 | point >> 6);
    put(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    put(0xE0 | point >> 12);
    put(0x80 | (point >> 6 & 0x3F));
    put(0x80 | (point & 0x3F));
  } else {
    put(0xF0 | point >> 18);
    put(0x80 | (point >> 12 & 0x3F));
    put(0x80 | (point >> 6 & 0x3F));
    put(0x80 | (point & 0x3F));
  }
  return to;
}

char simple_escape(char kind) {
  switch (kind) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return kind;  // quote, backslash, slash
  }
}

struct Escape {
  std::array<char, 6> text{};
  std::size_t bytes = 0;
};

constexpr std::array<Escape, 256> escapes = [] {
  constexpr std::string_view hex = "0123456789abcdef";
  std::array<Escape, 256> table{};
  for (std::size_t c = 0; c < 0x20; ++c) table[c] = {{'\\', 'u', '0', '0', hex[c / 16], hex[c % 16]}, 6};
  const auto brief = [&table](unsigned char c, char letter) { table[c] = {{'\\', letter}, 2}; };
  brief('"', '"');
  brief('\\', '\\');
  brief('\b', 'b');
  brief('\t', 't');
  brief('\n', 'n');
  brief('\f', 'f');
  brief('\r', 'r');
  return table;
}();

// Of the escape, or the pair of them, that `raw` begins with.
std::size_t escape_bytes(std::string_view raw) {
  if (raw[1] != 'u') return 2;
  const unsigned unit = hex4(raw.data() + 2);
  return unit >= 0xD800 && unit <= 0xDBFF ? 12 : 6;
}

// An escape as a file's writer would write that character: never longer.
char* put_escape_anew(std::string_view escape, char* to) {
  std::array<char, 12> decoded;
  const std::string_view character(decoded.data(), unescape(escape, decoded.data()));
  const std::string_view again = escape_of(static_cast<unsigned char>(character[0]));
  return std::ranges::copy(again.empty() ? character : again, to).out;
}

}  // namespace

std::size_t unescape(std::string_view raw, char* to) {
  const char* const first = to;
  while (!raw.empty()) {
    const std::size_t plain = std::min(raw.find('\\'), raw.size());
    std::memcpy(to, raw.data(), plain);
    to += plain;
    raw.remove_prefix(plain);
    if (raw.empty()) break;
    if (raw[1] != 'u') {
      *to++ = simple_escape(raw[1]);
      raw.remove_prefix(2);
      continue;
    }
    std::uint32_t point = hex4(raw.data() + 2);
    raw.remove_prefix(6);
    if (point >= 0xD800 && point <= 0xDBFF) {
      point = 0x10000 + ((point - 0xD800) << 10) + (hex4(raw.data() + 2) - 0xDC00);
      raw.remove_prefix(6);
    }
    to = put_utf8(to, point);
  }
  return static_cast<std::size_t>(to - first);
}

std::string unescaped(std::string_view raw) {
  std::string text(raw.size(), '\0');
  text.resize(unescape(raw, text.data()));
  return text;
}

std::size_t compact(std::string_view raw, char* to) {
  const char* const first = to;
  bool in_string = false;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const char c = raw[i];
    if (!in_string && (c == ' ' || c == '\n' || c == '\r' || c == '\t')) continue;
    if (c == '\\') {
      const std::size_t bytes = escape_bytes(raw.substr(i));
      to = put_escape_anew(raw.substr(i, bytes), to);
      i += bytes - 1;
      continue;
    }
    *to++ = c;
    if (c == '"') in_string = !in_string;
  }
  return static_cast<std::size_t>(to - first);
}

std::size_t unescaped_prefix(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && escapes[static_cast<unsigned char>(text[at])].bytes == 0) ++at;
  return at;
}

std::string_view escape_of(unsigned char c) {
  return {escapes[c].text.data(), escapes[c].bytes};
}

void append_escaped(std::string& to, std::string_view text) {
  for (;;) {
    const std::size_t plain = unescaped_prefix(text);
    to.append(text.substr(0, plain));
    if (plain == text.size()) return;
    to.append(escape_of(static_cast<unsigned char>(text[plain])));
    text.remove_prefix(plain + 1);
  }
}

}  // namespace exportd::table
