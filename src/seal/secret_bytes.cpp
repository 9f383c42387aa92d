#include "seal/secret_bytes.hpp"

#include <openssl/crypto.h>

namespace exportd::seal {

void wipe(std::span<std::uint8_t> memory) noexcept {
  OPENSSL_cleanse(memory.data(), memory.size());
}

}  // namespace exportd::seal
