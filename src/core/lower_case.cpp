#include "core/lower_case.hpp"

#include <utf8proc.h>

#include <array>

namespace exportd {

void append_lower_case(std::string& to, std::string_view text) {
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const auto size = static_cast<utf8proc_ssize_t>(text.size());
  for (utf8proc_ssize_t at = 0; at < size;) {
    const auto byte = static_cast<unsigned char>(text[static_cast<std::size_t>(at)]);
    if (byte < 0x80) {
      to.push_back(byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : static_cast<char>(byte));
      ++at;
      continue;
    }
    utf8proc_int32_t code_point = 0;
    const utf8proc_ssize_t length = utf8proc_iterate(bytes + at, size - at, &code_point);
    if (length <= 0) {
      to.push_back(static_cast<char>(byte));
      ++at;
      continue;
    }
    std::array<utf8proc_uint8_t, 4> encoded{};
    const utf8proc_ssize_t written = utf8proc_encode_char(utf8proc_tolower(code_point), encoded.data());
    to.append(reinterpret_cast<const char*>(encoded.data()), static_cast<std::size_t>(written));
    at += length;
  }
}

std::string lower_case(std::string_view text) {
  std::string lowered;
  lowered.reserve(text.size());
  append_lower_case(lowered, text);
  return lowered;
}

}  // namespace exportd
