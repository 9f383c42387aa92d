#include "seal/random.hpp"

#include <openssl/rand.h>

#include "seal/crypto_failure.hpp"

namespace exportd::seal {

void system_random(std::span<std::uint8_t> into) {
  require_crypto(RAND_priv_bytes_ex(nullptr, into.data(), into.size(), 0) == 1, "RAND_priv_bytes");
}

}  // namespace exportd::seal
