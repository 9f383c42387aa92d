#include "seal/bech32.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace exportd::seal {
namespace {

constexpr std::string_view alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::size_t checksum_digits = 6;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

// The BCH code of BIP 173 over five-bit digits.
std::uint32_t checksum(const std::vector<std::uint8_t>& digits) {
  constexpr std::array<std::uint32_t, 5> generator{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
  std::uint32_t sum = 1;
  for (const std::uint8_t digit : digits) {
    const std::uint32_t top = sum >> 25U;
    sum = ((sum & 0x1ffffffU) << 5U) ^ digit;
    for (unsigned i = 0; i < generator.size(); ++i) {
      if ((top >> i) & 1U) sum ^= generator[i];
    }
  }
  return sum;
}

// The checksum covers the prefix too: the high bits of its characters, a zero, their low bits.
std::vector<std::uint8_t> expanded(std::string_view lower_prefix) {
  std::vector<std::uint8_t> digits;
  for (const char c : lower_prefix) digits.push_back(static_cast<std::uint8_t>(static_cast<unsigned char>(c) >> 5U));
  digits.push_back(0);
  for (const char c : lower_prefix) digits.push_back(static_cast<std::uint8_t>(static_cast<unsigned char>(c) & 31U));
  return digits;
}

std::vector<std::uint8_t> five_bit_digits(Bytes bytes) {
  std::vector<std::uint8_t> digits;
  std::uint32_t bits = 0;
  unsigned pending = 0;
  for (const std::uint8_t byte : bytes) {
    bits = (bits << 8U) | byte;
    for (pending += 8; pending >= 5; pending -= 5) {
      digits.push_back(static_cast<std::uint8_t>((bits >> (pending - 5)) & 31U));
    }
  }
  if (pending > 0) digits.push_back(static_cast<std::uint8_t>((bits << (5 - pending)) & 31U));
  return digits;
}

std::optional<std::string> bytes_of_digits(std::span<const std::uint8_t> digits) {
  std::string bytes;
  std::uint32_t bits = 0;
  unsigned pending = 0;
  for (const std::uint8_t digit : digits) {
    bits = (bits << 5U) | digit;
    pending += 5;
    if (pending >= 8) {
      pending -= 8;
      bytes.push_back(static_cast<char>((bits >> pending) & 0xffU));
    }
  }
  const bool padding_is_zero = (bits & ((1U << pending) - 1U)) == 0;
  if (pending >= 5 || !padding_is_zero) return std::nullopt;
  return bytes;
}

}  // namespace

std::string bech32_encode(std::string_view prefix, Bytes bytes) {
  std::vector<std::uint8_t> covered = expanded(prefix);
  const std::vector<std::uint8_t> digits = five_bit_digits(bytes);
  covered.insert(covered.end(), digits.begin(), digits.end());
  covered.insert(covered.end(), checksum_digits, 0);
  const std::uint32_t sum = checksum(covered) ^ 1U;

  std::string text(prefix);
  text.push_back('1');
  for (const std::uint8_t digit : digits) text.push_back(alphabet[digit]);
  for (unsigned i = 0; i < checksum_digits; ++i) text.push_back(alphabet[(sum >> (5 * (5 - i))) & 31U]);
  return text;
}

std::optional<Bech32Text> bech32_decode(std::string_view text) {
  if (std::ranges::any_of(text, is_lower) && std::ranges::any_of(text, is_upper)) return std::nullopt;
  const std::size_t separator = text.rfind('1');  // "1" is no digit, so the last one separates
  if (separator == std::string_view::npos || separator == 0) return std::nullopt;
  if (text.size() - separator - 1 < checksum_digits) return std::nullopt;

  const std::string_view prefix = text.substr(0, separator);
  if (!std::ranges::all_of(prefix, [](char c) { return c > ' ' && c <= '~'; })) return std::nullopt;
  std::string lower_prefix(prefix);
  std::ranges::transform(lower_prefix, lower_prefix.begin(), lower);

  std::vector<std::uint8_t> covered = expanded(lower_prefix);
  const std::size_t first_digit = covered.size();
  for (const char c : text.substr(separator + 1)) {
    const std::size_t digit = alphabet.find(lower(c));
    if (digit == std::string_view::npos) return std::nullopt;
    covered.push_back(static_cast<std::uint8_t>(digit));
  }
  if (checksum(covered) != 1) return std::nullopt;

  const std::span<const std::uint8_t> digits(covered);
  std::optional<std::string> bytes =
      bytes_of_digits(digits.subspan(first_digit, covered.size() - first_digit - checksum_digits));
  if (!bytes) return std::nullopt;
  return Bech32Text{std::string(prefix), std::move(*bytes)};
}

}  // namespace exportd::seal
