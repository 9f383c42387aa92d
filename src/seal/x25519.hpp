// Diffie-Hellman on Curve25519 (RFC 7748, X25519).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "seal/secret_bytes.hpp"

namespace exportd::seal {

using X25519Share = std::array<std::uint8_t, 32>;

[[nodiscard]] X25519Share x25519_share(const SecretBytes<32>& secret);

// nullopt: the peer's point is of small order, so that the result would be all zero whatever the secret.
[[nodiscard]] std::optional<SecretBytes<32>> x25519_shared(const SecretBytes<32>& secret,
                                                           std::span<const std::uint8_t, 32> peer_share);

}  // namespace exportd::seal
