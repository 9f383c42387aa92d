// The stanza that wraps the file key for an X25519 recipient (C2SP age, "X25519 recipient type"):
//   -> X25519 <ephemeral share>
//   <file key, sealed under HKDF-SHA-256 of the shared secret>
#pragma once

#include <optional>

#include "seal/file_key.hpp"
#include "seal/header.hpp"
#include "seal/identity.hpp"
#include "seal/secret_bytes.hpp"

namespace exportd::seal {

[[nodiscard]] Stanza wrap_file_key(const FileKey& file_key, const Recipient& recipient,
                                   const SecretBytes<32>& ephemeral_secret);

// nullopt: of another type, or for another recipient. Failure ours "seal_header_invalid": an X25519 stanza that breaks
// the rules of its type, or that uses a point of small order.
[[nodiscard]] std::optional<FileKey> unwrap_file_key(const Stanza& stanza, const Identity& identity);

}  // namespace exportd::seal
