// The payload of an age file (C2SP age, "Payload"; the STREAM construction): chunks of 64 KiB, each sealed with its
// index and a last-flag in the nonce, so that none can be moved, dropped, repeated or added unseen.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/limits.hpp"
#include "seal/aead.hpp"
#include "seal/file_key.hpp"

namespace exportd::seal {

constexpr std::size_t payload_nonce_bytes = 16;
using PayloadNonce = std::array<std::uint8_t, payload_nonce_bytes>;

constexpr std::size_t sealed_chunk_bytes = limits::seal_chunk_bytes + aead_tag_bytes;

enum class Last : std::uint8_t { no = 0, yes = 1 };

// HKDF-SHA-256 of the file key, salted with the nonce.
[[nodiscard]] AeadKey payload_key(const FileKey& file_key, const PayloadNonce& nonce);

// Eleven bytes of big-endian index, one of flag.
[[nodiscard]] AeadNonce chunk_nonce(std::uint64_t index, Last last);

// Where the chunks of an object lie, computed from its length. The length is a claim until the last chunk has been
// opened as the last one under its index.
struct PayloadShape {
  std::uint64_t first_chunk_at = 0;  // offset in the object
  std::uint64_t object_bytes = 0;
  std::uint64_t chunks = 0;
  std::uint64_t plain_bytes = 0;

  // Failure ours "seal_corrupt" if no age file with such a header can have this length.
  [[nodiscard]] static PayloadShape of(std::uint64_t header_bytes, std::uint64_t object_bytes);

  [[nodiscard]] std::uint64_t chunk_at(std::uint64_t index) const {
    return first_chunk_at + index * sealed_chunk_bytes;
  }
  // Of the sealed chunk, tag included.
  [[nodiscard]] std::size_t chunk_bytes(std::uint64_t index) const;
  [[nodiscard]] Last last(std::uint64_t index) const { return index + 1 == chunks ? Last::yes : Last::no; }
};

}  // namespace exportd::seal
