// ChaCha20-Poly1305 (RFC 8439) without associated data, as age uses it. One context per object serves all messages of
// one key; a nonce must never be used twice with a key to seal.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "seal/bytes.hpp"
#include "seal/secret_bytes.hpp"

struct evp_cipher_ctx_st;

namespace exportd::seal {

constexpr std::size_t aead_tag_bytes = 16;
using AeadKey = SecretBytes<32>;
using AeadNonce = std::array<std::uint8_t, 12>;

struct FreeCipherContext {
  void operator()(evp_cipher_ctx_st* context) const;
};
using CipherContext = std::unique_ptr<evp_cipher_ctx_st, FreeCipherContext>;

class AeadSealer {
 public:
  explicit AeadSealer(const AeadKey& key);
  // `into` takes plain.size() + 16 bytes and may begin where `plain` does.
  void seal(const AeadNonce& nonce, Bytes plain, WritableBytes into);

 private:
  CipherContext context_;
};

class AeadOpener {
 public:
  explicit AeadOpener(const AeadKey& key);
  // `into` takes sealed.size() - 16 bytes and may begin where `sealed` does. False: not authentic; `into` is wiped.
  [[nodiscard]] bool open(const AeadNonce& nonce, Bytes sealed, WritableBytes into);

 private:
  CipherContext context_;
};

}  // namespace exportd::seal
