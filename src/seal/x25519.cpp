#include "seal/x25519.hpp"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <memory>

#include "seal/crypto_failure.hpp"

namespace exportd::seal {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

Key private_key(const SecretBytes<32>& secret) {
  Key key(EVP_PKEY_new_raw_private_key_ex(nullptr, "X25519", nullptr, secret.bytes().data(), secret.bytes().size()),
          &EVP_PKEY_free);
  require_crypto(key != nullptr, "X25519 private key");
  return key;
}

}  // namespace

X25519Share x25519_share(const SecretBytes<32>& secret) {
  X25519Share share{};
  std::size_t bytes = share.size();
  const bool ok = EVP_PKEY_get_raw_public_key(private_key(secret).get(), share.data(), &bytes) == 1;
  require_crypto(ok && bytes == share.size(), "X25519 public key");
  return share;
}

std::optional<SecretBytes<32>> x25519_shared(const SecretBytes<32>& secret,
                                             std::span<const std::uint8_t, 32> peer_share) {
  const Key own = private_key(secret);
  const Key peer(EVP_PKEY_new_raw_public_key_ex(nullptr, "X25519", nullptr, peer_share.data(), peer_share.size()),
                 &EVP_PKEY_free);
  require_crypto(peer != nullptr, "X25519 peer key");
  const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
      EVP_PKEY_CTX_new_from_pkey(nullptr, own.get(), nullptr), &EVP_PKEY_CTX_free);
  require_crypto(context && EVP_PKEY_derive_init(context.get()) == 1, "X25519 derivation");
  require_crypto(EVP_PKEY_derive_set_peer(context.get(), peer.get()) == 1, "X25519 derivation");

  SecretBytes<32> shared;
  std::size_t bytes = shared.bytes().size();
  const bool derived = EVP_PKEY_derive(context.get(), shared.writable().data(), &bytes) == 1;
  // OpenSSL refuses an all-zero result by itself; RFC 7748 section 6.1 asks for the check, so it does not rest on that.
  const SecretBytes<32> zero;
  if (!derived || bytes != 32 || CRYPTO_memcmp(shared.bytes().data(), zero.bytes().data(), 32) == 0) {
    ERR_clear_error();
    return std::nullopt;
  }
  return shared;
}

}  // namespace exportd::seal
