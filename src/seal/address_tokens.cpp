#include "seal/address_tokens.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/base64.hpp"
#include "seal/bytes.hpp"
#include "seal/hex.hpp"
#include "seal/key_derivation.hpp"

namespace exportd::seal {

namespace {

using Mac = std::array<std::uint8_t, 32>;

// One secret, several uses: what is signed begins with what it is for.
Mac signed_for(std::string_view use, std::string_view secret, std::string_view text) {
  return hmac_sha256(bytes_of(secret), "exportd " + std::string(use) + "\n" + std::string(text));
}

// RFC 4648, section 5, without padding.
std::string base64url(Bytes bytes) {
  std::string text = base64_encode(bytes);
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  return text;
}

std::optional<std::string> from_base64url(std::string text) {
  if (text.find_first_of("+/") != std::string::npos) return std::nullopt;
  std::ranges::replace(text, '-', '+');
  std::ranges::replace(text, '_', '/');
  return base64_decode(text);
}

}  // namespace

KeyedAddress keyed_address(std::string_view secret, const EmailAddress& address) {
  return {hex_of(signed_for("address", secret, address.canonical()))};
}

Addressee addressee(std::string_view secret, const EmailAddress& address) {
  return {address.text(), keyed_address(secret, address)};
}

std::string unsubscribe_token(std::string_view secret, const KeyedAddress& key) {
  const std::string key_bytes = bytes_of_hex(key.hex).value_or("");  // a store's damaged key makes a link nobody takes
  return base64url(bytes_of(key_bytes)) + "." + base64url(signed_for("unsubscribe", secret, key.hex));
}

std::optional<KeyedAddress> verified_unsubscribe_token(std::string_view secret, std::string_view token) {
  constexpr std::size_t part = 43;  // 32 bytes
  if (token.size() != 2 * part + 1 || token[part] != '.') return std::nullopt;
  const auto key_bytes = from_base64url(std::string(token.substr(0, part)));
  const auto mac = from_base64url(std::string(token.substr(part + 1)));
  if (!key_bytes || !mac) return std::nullopt;
  KeyedAddress key{hex_of(bytes_of(*key_bytes))};
  const Mac right = signed_for("unsubscribe", secret, key.hex);
  if (mac->size() != right.size() || CRYPTO_memcmp(mac->data(), right.data(), right.size()) != 0) return std::nullopt;
  return key;
}

}  // namespace exportd::seal
