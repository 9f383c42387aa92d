// HKDF-SHA-256 (RFC 5869) and HMAC-SHA-256 (RFC 2104), with 32 bytes of output, as age uses them.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "seal/bytes.hpp"
#include "seal/secret_bytes.hpp"

namespace exportd::seal {

[[nodiscard]] SecretBytes<32> hkdf_sha256(Bytes key_material, Bytes salt, std::string_view info);

[[nodiscard]] std::array<std::uint8_t, 32> hmac_sha256(Bytes key, std::string_view text);

}  // namespace exportd::seal
