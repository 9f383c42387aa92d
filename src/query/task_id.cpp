#include "query/task_id.hpp"

#include <openssl/sha.h>

#include <array>
#include <cstddef>
#include <string>

namespace exportd::query {

namespace {

constexpr std::size_t id_characters = 26;
constexpr char base32_digits[] = "abcdefghijklmnopqrstuvwxyz234567";

}  // namespace

TaskId derive_task_id(std::string_view environment, std::string_view search_parameters, std::string_view file_options) {
  std::string hashed(environment);
  hashed += '\n';
  hashed += search_parameters;
  hashed += '\n';
  hashed += file_options;
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(hashed.data()), hashed.size(), digest.data());

  // 26 digits of 5 bits are the first 130 of the 256 bits.
  std::string id;
  for (std::size_t i = 0; i < id_characters; ++i) {
    const std::size_t bit = i * 5;
    const unsigned window = static_cast<unsigned>(digest[bit / 8] << 8) | digest[bit / 8 + 1];
    id += base32_digits[(window >> (11 - bit % 8)) & 31];
  }
  return TaskId(std::move(id));
}

}  // namespace exportd::query
