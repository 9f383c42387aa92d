#include "mail/base64.hpp"

#include <cstdint>

namespace exportd::mail {

std::string base64(std::string_view bytes) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  std::uint32_t bits = 0;
  unsigned pending = 0;
  for (const char c : bytes) {
    bits = (bits << 8U) | static_cast<unsigned char>(c);
    for (pending += 8; pending >= 6; pending -= 6) text += alphabet[(bits >> (pending - 6)) & 63U];
  }
  if (pending > 0) text += alphabet[(bits << (6 - pending)) & 63U];
  while (text.size() % 4 != 0) text += '=';
  return text;
}

}  // namespace exportd::mail
