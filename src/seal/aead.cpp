#include "seal/aead.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>

#include <cassert>
#include <limits>

#include "seal/crypto_failure.hpp"

namespace exportd::seal {
namespace {

CipherContext new_context() {
  CipherContext context(EVP_CIPHER_CTX_new());
  require_crypto(context != nullptr, "ChaCha20-Poly1305");
  return context;
}

int as_int(std::size_t bytes) {
  assert(bytes <= static_cast<std::size_t>(std::numeric_limits<int>::max()));
  return static_cast<int>(bytes);
}

}  // namespace

void FreeCipherContext::operator()(evp_cipher_ctx_st* context) const {
  EVP_CIPHER_CTX_free(context);
}

// The key is set once; each message then sets its nonce only, which spares the key schedule and the cipher's look-up.
AeadSealer::AeadSealer(const AeadKey& key) : context_(new_context()) {
  require_crypto(
      EVP_EncryptInit_ex2(context_.get(), EVP_chacha20_poly1305(), key.bytes().data(), nullptr, nullptr) == 1,
      "ChaCha20-Poly1305 key");
}

void AeadSealer::seal(const AeadNonce& nonce, Bytes plain, WritableBytes into) {
  assert(into.size() == plain.size() + aead_tag_bytes);
  EVP_CIPHER_CTX* const context = context_.get();
  int written = 0;
  int rest = 0;
  std::uint8_t* const tag = into.data() + plain.size();
  const bool ok = EVP_EncryptInit_ex2(context, nullptr, nullptr, nonce.data(), nullptr) == 1 &&
                  EVP_EncryptUpdate(context, into.data(), &written, plain.data(), as_int(plain.size())) == 1 &&
                  EVP_EncryptFinal_ex(context, tag, &rest) == 1 &&
                  EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, as_int(aead_tag_bytes), tag) == 1;
  require_crypto(ok && written + rest == as_int(plain.size()), "ChaCha20-Poly1305 sealing");
}

AeadOpener::AeadOpener(const AeadKey& key) : context_(new_context()) {
  require_crypto(
      EVP_DecryptInit_ex2(context_.get(), EVP_chacha20_poly1305(), key.bytes().data(), nullptr, nullptr) == 1,
      "ChaCha20-Poly1305 key");
}

bool AeadOpener::open(const AeadNonce& nonce, Bytes sealed, WritableBytes into) {
  assert(sealed.size() >= aead_tag_bytes);
  const std::size_t plain_bytes = sealed.size() - aead_tag_bytes;
  assert(into.size() == plain_bytes);
  EVP_CIPHER_CTX* const context = context_.get();
  // Copied, for the call takes a pointer to what may be written, and `into` may overlap what precedes the tag only.
  std::array<std::uint8_t, aead_tag_bytes> tag{};
  std::ranges::copy(sealed.last(aead_tag_bytes), tag.begin());
  int written = 0;
  int rest = 0;
  const bool ready = EVP_DecryptInit_ex2(context, nullptr, nullptr, nonce.data(), nullptr) == 1 &&
                     EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, as_int(tag.size()), tag.data()) == 1 &&
                     EVP_DecryptUpdate(context, into.data(), &written, sealed.data(), as_int(plain_bytes)) == 1;
  require_crypto(ready, "ChaCha20-Poly1305 opening");
  // The final call checks the tag and gives no byte.
  std::array<std::uint8_t, aead_tag_bytes> nothing{};
  if (EVP_DecryptFinal_ex(context, nothing.data(), &rest) == 1 && written == as_int(plain_bytes)) return true;
  ERR_clear_error();
  wipe(into);
  return false;
}

}  // namespace exportd::seal
