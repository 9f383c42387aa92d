#include "seal/stream.hpp"

#include "core/failure.hpp"
#include "seal/key_derivation.hpp"

namespace exportd::seal {

AeadKey payload_key(const FileKey& file_key, const PayloadNonce& nonce) {
  return hkdf_sha256(file_key.bytes(), nonce, "payload");
}

AeadNonce chunk_nonce(std::uint64_t index, Last last) {
  AeadNonce nonce{};  // 88 bits of index are more than any length in 64 bits needs: it never wraps
  for (std::size_t at = 11; at-- > 3; index >>= 8U) nonce[at] = static_cast<std::uint8_t>(index & 0xffU);
  nonce[11] = static_cast<std::uint8_t>(last);
  return nonce;
}

PayloadShape PayloadShape::of(std::uint64_t header_bytes, std::uint64_t object_bytes) {
  const auto corrupt = [](const std::string& why) {
    return Failure(FailureKind::ours, "seal_corrupt",
                   "the stored file cannot be opened: " + why + ": run the export again or restore the file");
  };
  const std::uint64_t first_chunk_at = header_bytes + payload_nonce_bytes;
  if (object_bytes < first_chunk_at + aead_tag_bytes) throw corrupt("it is cut short");

  const std::uint64_t payload = object_bytes - first_chunk_at;
  const std::uint64_t chunks = (payload - 1) / sealed_chunk_bytes + 1;
  const std::uint64_t last_chunk = payload - (chunks - 1) * sealed_chunk_bytes;
  if (last_chunk < aead_tag_bytes) throw corrupt("it is cut short");
  // Only an empty file ends in an empty chunk: otherwise one text could be sealed in two ways.
  if (last_chunk == aead_tag_bytes && chunks > 1) throw corrupt("its last chunk is empty");
  return {first_chunk_at, object_bytes, chunks, payload - chunks * aead_tag_bytes};
}

std::size_t PayloadShape::chunk_bytes(std::uint64_t index) const {
  const std::uint64_t rest = object_bytes - chunk_at(index);
  return rest < sealed_chunk_bytes ? static_cast<std::size_t>(rest) : sealed_chunk_bytes;
}

}  // namespace exportd::seal
