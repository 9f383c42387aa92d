#include "core/base64.hpp"

#include <array>
#include <cstddef>

namespace exportd {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t no_digit = 0xff;

constexpr std::array<std::uint8_t, 256> digit_values = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(no_digit);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    values[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}();

}  // namespace

std::string base64_encode(std::span<const std::uint8_t> bytes) {
  std::string text;
  text.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t bits = 0;
  unsigned pending = 0;
  for (const std::uint8_t byte : bytes) {
    bits = (bits << 8U) | byte;
    for (pending += 8; pending >= 6; pending -= 6) text.push_back(alphabet[(bits >> (pending - 6)) & 63U]);
  }
  if (pending > 0) text.push_back(alphabet[(bits << (6 - pending)) & 63U]);
  return text;
}

std::string base64_padded(std::string_view bytes) {
  std::string text = base64_encode({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
  while (text.size() % 4 != 0) text += '=';
  return text;
}

std::optional<std::string> base64_decode(std::string_view text) {
  if (text.size() % 4 == 1) return std::nullopt;  // six bits are no byte
  std::string bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  unsigned pending = 0;
  for (const char c : text) {
    const std::uint8_t value = digit_values[static_cast<std::uint8_t>(c)];
    if (value == no_digit) return std::nullopt;
    bits = (bits << 6U) | value;
    pending += 6;
    if (pending >= 8) {
      pending -= 8;
      bytes.push_back(static_cast<char>((bits >> pending) & 0xffU));
    }
  }
  const std::uint32_t left_over = bits & ((1U << pending) - 1U);
  if (left_over != 0) return std::nullopt;
  return bytes;
}

}  // namespace exportd
