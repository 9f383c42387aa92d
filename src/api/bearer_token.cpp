#include "api/bearer_token.hpp"

#include <openssl/crypto.h>

#include <array>
#include <cstdint>

#include "seal/bytes.hpp"
#include "seal/hex.hpp"
#include "seal/key_derivation.hpp"
#include "seal/random.hpp"
#include "seal/sha256.hpp"

namespace exportd::api {

std::optional<std::string> bearer_token(const Request& request) {
  constexpr std::string_view scheme = "bearer ";
  const std::string_view value = request.headers.first("Authorization");
  if (value.size() <= scheme.size()) return std::nullopt;
  for (std::size_t i = 0; i < scheme.size(); ++i) {
    const char lower = value[i] >= 'A' && value[i] <= 'Z' ? static_cast<char>(value[i] - 'A' + 'a') : value[i];
    if (lower != scheme[i]) return std::nullopt;
  }
  const std::size_t begin = value.find_first_not_of(' ', scheme.size());
  if (begin == std::string_view::npos) return std::nullopt;
  return std::string(value.substr(begin));
}

bool same_secret(std::string_view a, std::string_view b) {
  const std::string left = seal::sha256_hex(a);  // of one length, whatever was sent
  const std::string right = seal::sha256_hex(b);
  return CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

std::string random_token() {
  std::array<std::uint8_t, 32> bytes{};
  seal::system_random(bytes);
  return seal::hex_of(bytes);
}

std::string keyed_token(std::string_view secret, const TaskId& task, std::string_view key, int run) {
  const std::string text = task.text() + "\n" + std::string(key) + "\n" + std::to_string(run);
  return seal::hex_of(seal::hmac_sha256(seal::bytes_of(secret), text));
}

TokenHash hash_of(std::string_view token) {
  return TokenHash{seal::sha256_hex(token)};
}

}  // namespace exportd::api
