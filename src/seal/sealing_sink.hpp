// SealingSink: seals what is written to it as an age v1 file (FORMAT.md) and passes that on, 64 KiB at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/ports.hpp"
#include "seal/aead.hpp"
#include "seal/file_key.hpp"
#include "seal/identity.hpp"
#include "seal/random.hpp"
#include "seal/stream.hpp"

namespace exportd::seal {

class SealingSink final : public ByteSink {
 public:
  // Writes the header to `out`, which must outlive this, at once. 1 to 20 recipients: Failure ours "bad_recipients"
  // otherwise, or if one of them is a point of small order. `random` is read for the file key (16 bytes), one
  // ephemeral secret per recipient in order (32 each) and the payload nonce (16), and not kept.
  SealingSink(ByteSink& out, std::span<const Recipient> recipients, const RandomFill& random = system_random);
  ~SealingSink() override;  // wipes the plain bytes that wait
  SealingSink(const SealingSink&) = delete;
  SealingSink& operator=(const SealingSink&) = delete;

  void write(std::string_view bytes) override;
  // Seals the last chunk and finishes `out`.
  void finish() override;

  // What reading back needs instead of an identity: OpeningReader compares the header's bytes with these.
  [[nodiscard]] const FileKey& file_key() const { return file_key_; }
  [[nodiscard]] const std::string& header() const { return header_; }

 private:
  enum class State { open, finished, broken /* `out` threw: what it holds is not a prefix of an age file any more */ };

  void seal_chunk(Bytes plain, Last last);
  void require_open() const;

  ByteSink& out_;
  FileKey file_key_;
  std::string header_;
  PayloadNonce nonce_;
  AeadSealer sealer_;
  std::uint64_t next_chunk_ = 0;
  std::vector<std::uint8_t> chunk_;  // one chunk and its tag, sealed in place
  std::size_t filled_ = 0;           // plain bytes waiting in chunk_
  State state_ = State::open;
};

}  // namespace exportd::seal
