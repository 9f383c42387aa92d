#include "seal/x25519_stanza.hpp"

#include <array>
#include <string>

#include "core/base64.hpp"
#include "core/failure.hpp"
#include "seal/aead.hpp"
#include "seal/key_derivation.hpp"
#include "seal/x25519.hpp"

namespace exportd::seal {
namespace {

constexpr std::string_view stanza_type = "X25519";
constexpr std::string_view wrap_info = "age-encryption.org/v1/X25519";
constexpr std::size_t file_key_bytes = 16;
constexpr AeadNonce wrap_nonce{};  // zero: every wrapping key seals one message only

// Bound to both shares, so that a stanza fits one recipient and one ephemeral key.
AeadKey wrap_key(const SecretBytes<32>& shared, Bytes ephemeral_share, const Recipient& recipient) {
  std::array<std::uint8_t, 64> salt{};
  std::ranges::copy(ephemeral_share, salt.begin());
  std::ranges::copy(recipient.key(), salt.begin() + 32);
  return hkdf_sha256(shared.bytes(), salt, wrap_info);
}

Failure invalid(const std::string& why) {
  return {FailureKind::ours, "seal_header_invalid",
          "the stored file cannot be opened: " + why + ": it is damaged; run the export again or restore the file"};
}

}  // namespace

Stanza wrap_file_key(const FileKey& file_key, const Recipient& recipient, const SecretBytes<32>& ephemeral_secret) {
  const X25519Share share = x25519_share(ephemeral_secret);
  const std::optional<SecretBytes<32>> shared = x25519_shared(ephemeral_secret, recipient.key());
  if (!shared) {
    throw Failure(FailureKind::ours, "bad_recipients",
                  "the file cannot be sealed: a recipient is not a usable public key: correct [files] recipients",
                  recipient.text());
  }
  std::array<std::uint8_t, file_key_bytes + aead_tag_bytes> body{};
  AeadSealer(wrap_key(*shared, share, recipient)).seal(wrap_nonce, file_key.bytes(), body);
  return {std::string(stanza_type), {base64_encode(share)}, std::string(text_of(body))};
}

std::optional<FileKey> unwrap_file_key(const Stanza& stanza, const Identity& identity) {
  if (stanza.type != stanza_type) return std::nullopt;
  if (stanza.arguments.size() != 1) throw invalid("an X25519 stanza has not exactly one argument");
  const std::optional<std::string> share = base64_decode(stanza.arguments.front());
  if (!share || share->size() != 32) throw invalid("the share of an X25519 stanza is not 32 bytes");
  // Checked before opening: a longer body could be made to open under several keys.
  if (stanza.body.size() != file_key_bytes + aead_tag_bytes)
    throw invalid("the body of an X25519 stanza has not 32 bytes");

  const Bytes ephemeral_share = bytes_of(*share);
  const std::optional<SecretBytes<32>> shared = x25519_shared(identity.secret(), ephemeral_share.first<32>());
  if (!shared) throw invalid("the share of an X25519 stanza is of small order");
  FileKey file_key;
  const AeadKey key = wrap_key(*shared, ephemeral_share, identity.recipient());
  if (!AeadOpener(key).open(wrap_nonce, bytes_of(stanza.body), file_key.writable())) return std::nullopt;
  return file_key;
}

}  // namespace exportd::seal
