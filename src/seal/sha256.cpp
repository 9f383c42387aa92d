#include "seal/sha256.hpp"

#include <openssl/evp.h>

#include <array>

#include "seal/crypto_failure.hpp"
#include "seal/hex.hpp"

namespace exportd::seal {

void Sha256::Free::operator()(evp_md_ctx_st* context) const {
  EVP_MD_CTX_free(context);
}

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  require_crypto(context_ && EVP_DigestInit_ex2(context_.get(), EVP_sha256(), nullptr) == 1, "SHA-256");
}

void Sha256::update(std::string_view bytes) {
  require_crypto(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1, "SHA-256");
}

std::string Sha256::finish_hex() {
  std::array<unsigned char, 32> digest{};
  require_crypto(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr) == 1, "SHA-256");
  return hex_of(digest);
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 digest;
  digest.update(bytes);
  return digest.finish_hex();
}

}  // namespace exportd::seal
