#include "seal/key_derivation.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <memory>
#include <string>

#include "seal/crypto_failure.hpp"

namespace exportd::seal {
namespace {

// OpenSSL's parameters are read-only in fact but not in type.
OSSL_PARAM octets(const char* name, Bytes bytes) {
  static std::uint8_t empty = 0;  // a null pointer would mean "not given"
  void* const data = bytes.empty() ? &empty : const_cast<std::uint8_t*>(bytes.data());
  return OSSL_PARAM_construct_octet_string(name, data, bytes.size());
}

}  // namespace

SecretBytes<32> hkdf_sha256(Bytes key_material, Bytes salt, std::string_view info) {
  const std::unique_ptr<EVP_KDF, decltype(&EVP_KDF_free)> kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr), &EVP_KDF_free);
  require_crypto(kdf != nullptr, "HKDF");
  const std::unique_ptr<EVP_KDF_CTX, decltype(&EVP_KDF_CTX_free)> context(EVP_KDF_CTX_new(kdf.get()),
                                                                          &EVP_KDF_CTX_free);
  require_crypto(context != nullptr, "HKDF");
  std::string digest = "SHA256";
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), 0),
      octets(OSSL_KDF_PARAM_KEY, key_material),
      octets(OSSL_KDF_PARAM_SALT, salt),
      octets(OSSL_KDF_PARAM_INFO, bytes_of(info)),
      OSSL_PARAM_construct_end(),
  };
  SecretBytes<32> key;
  require_crypto(EVP_KDF_derive(context.get(), key.writable().data(), key.writable().size(), parameters) == 1, "HKDF");
  return key;
}

std::array<std::uint8_t, 32> hmac_sha256(Bytes key, std::string_view text) {
  std::array<std::uint8_t, 32> mac{};
  std::size_t written = 0;
  const Bytes bytes = bytes_of(text);
  const bool ok = EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA256", nullptr, key.data(), key.size(), bytes.data(),
                            bytes.size(), mac.data(), mac.size(), &written) != nullptr;
  require_crypto(ok && written == mac.size(), "HMAC");
  return mac;
}

}  // namespace exportd::seal
