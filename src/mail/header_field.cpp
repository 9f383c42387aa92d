#include "mail/header_field.hpp"

#include <algorithm>

#include "core/base64.hpp"
#include "core/failure.hpp"
#include "core/utf8.hpp"

namespace exportd::mail {

namespace {

constexpr std::size_t line_characters_max = 76;
constexpr std::size_t bytes_at_once = 39;  // 52 characters of Base64, 12 around them, behind a name of up to 12

[[noreturn]] void refuse(std::string_view name) {
  throw Failure(
      FailureKind::reject, "bad_header",
      "mail: a control character, or what is not UTF-8, in " + std::string(name) + ": the message is not sent");
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

void check(std::string_view name, std::string_view value) {
  if (std::ranges::any_of(value, is_control) || find_broken_utf8(value) != std::string_view::npos) refuse(name);
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Can stand as it is and be folded at its spaces.
bool is_simple(std::string_view text) {
  if (!is_ascii(text) || text.find("=?") != std::string_view::npos || text.find("  ") != std::string_view::npos ||
      text.starts_with(' ') || text.ends_with(' ')) {
    return false;
  }
  constexpr std::size_t word_characters_max = 60;
  std::size_t word = 0;
  for (const char c : text) {
    word = c == ' ' ? 0 : word + 1;
    if (word > word_characters_max) return false;
  }
  return true;
}

std::string folded(std::string line, std::string_view text) {
  std::size_t width = line.size();
  for (bool first = true; !text.empty(); first = false) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    if (!first && width + 1 + word.size() > line_characters_max) {
      line += "\r\n";
      width = 0;
    }
    if (!first) {
      line += ' ';
      ++width;
    }
    line += word;
    width += word.size();
  }
  return line;
}

// Encoded words, each of whole characters, each on a line of its own.
std::string encoded_words(std::string_view text) {
  std::string words;
  while (!text.empty()) {
    std::size_t bytes = 0;
    while (bytes < text.size()) {
      const std::size_t more = code_point_at(text, bytes)->bytes;
      if (bytes + more > bytes_at_once) break;
      bytes += more;
    }
    if (!words.empty()) words += "\r\n ";
    words += "=?UTF-8?B?" + base64_padded(text.substr(0, bytes)) + "?=";
    text.remove_prefix(bytes);
  }
  return words;
}

std::string quoted(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text + '"';
}

}  // namespace

std::string plain_field(std::string_view name, std::string_view value) {
  check(name, value);
  if (!is_ascii(value)) refuse(name);
  return std::string(name) + ": " + std::string(value) + "\r\n";
}

std::string text_field(std::string_view name, std::string_view text) {
  check(name, text);
  std::string line = std::string(name) + ": ";
  if (is_simple(text)) return folded(std::move(line), text) + "\r\n";
  return line + encoded_words(text) + "\r\n";
}

std::string mailbox_field(std::string_view name, const Mailbox& mailbox) {
  check(name, mailbox.name);
  std::string line = std::string(name) + ": ";
  if (mailbox.name.empty()) return line + mailbox.address.text() + "\r\n";
  constexpr std::size_t plain_name_max = 50;
  const bool plain = is_ascii(mailbox.name) && mailbox.name.find("=?") == std::string::npos;
  line += plain && mailbox.name.size() <= plain_name_max ? quoted(mailbox.name) : encoded_words(mailbox.name);
  return line + "\r\n <" + mailbox.address.text() + ">\r\n";
}

}  // namespace exportd::mail
