#include "seal/identity.hpp"

#include <algorithm>
#include <optional>

#include "core/failure.hpp"
#include "seal/bech32.hpp"
#include "seal/x25519.hpp"

namespace exportd::seal {
namespace {

constexpr std::string_view recipient_prefix = "age";
constexpr std::string_view identity_prefix_lower = "age-secret-key-";
constexpr std::string_view identity_prefix = "AGE-SECRET-KEY-";

Failure bad_recipient(const std::string& why) {
  return {FailureKind::reject, "bad_recipient",
          "the recipient cannot be used: " + why + ": give the public key that begins with age1"};
}

Failure bad_identity(const std::string& why) {
  return {FailureKind::reject, "bad_identity",
          "the identity cannot be used: " + why + ": give a line as age-keygen writes it, AGE-SECRET-KEY-1..."};
}

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return text;
}

}  // namespace

Recipient::Recipient(std::span<const std::uint8_t, 32> key) {
  std::ranges::copy(key, key_.begin());
}

Recipient Recipient::parse(std::string_view text) {
  // The commonest mistake is also the worst one to repeat in a log.
  if (upper(std::string(text.substr(0, identity_prefix.size()))) == identity_prefix) {
    throw bad_recipient("it is a secret key");
  }
  const std::optional<Bech32Text> decoded = bech32_decode(text);
  if (!decoded) throw bad_recipient("it is no Bech32 text (a letter lost, doubled or mistyped?)");
  if (decoded->prefix != recipient_prefix) throw bad_recipient("it is of another kind than X25519");
  const Bytes key = bytes_of(decoded->bytes);
  if (key.size() != 32) throw bad_recipient("it is not 32 bytes long");
  return Recipient(key.first<32>());
}

std::string Recipient::text() const {
  return bech32_encode(recipient_prefix, key_);
}

Identity::Identity(const SecretBytes<32>& secret) : secret_(secret), recipient_(x25519_share(secret)) {}

Identity Identity::parse(std::string_view text) {
  std::optional<Bech32Text> decoded = bech32_decode(text);
  if (!decoded) throw bad_identity("it is no Bech32 text (a letter lost, doubled or mistyped?)");
  const std::span<std::uint8_t> key = writable_bytes_of(decoded->bytes);
  if (decoded->prefix != identity_prefix || key.size() != 32) {
    wipe(key);
    throw bad_identity("it is not an X25519 secret key in capitals");
  }
  const SecretBytes<32> secret(Bytes(key).first<32>());
  wipe(key);
  return Identity(secret);
}

Identity Identity::generate(const RandomFill& random) {
  SecretBytes<32> secret;
  random(secret.writable());
  return Identity(secret);
}

std::string Identity::secret_text() const {
  return upper(bech32_encode(identity_prefix_lower, secret_.bytes()));
}

}  // namespace exportd::seal
