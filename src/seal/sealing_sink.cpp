#include "seal/sealing_sink.hpp"

#include <algorithm>
#include <cassert>

#include "core/failure.hpp"
#include "core/limits.hpp"
#include "seal/header.hpp"
#include "seal/x25519_stanza.hpp"

namespace exportd::seal {
namespace {

FileKey random_file_key(const RandomFill& random) {
  FileKey key;
  random(key.writable());
  return key;
}

PayloadNonce random_nonce(const RandomFill& random) {
  PayloadNonce nonce{};
  random(nonce);
  return nonce;
}

std::string sealed_header(const FileKey& file_key, std::span<const Recipient> recipients, const RandomFill& random) {
  if (recipients.empty() || recipients.size() > limits::seal_recipients_max) {
    throw Failure(FailureKind::ours, "bad_recipients",
                  "the file cannot be sealed: it needs 1 to " + std::to_string(limits::seal_recipients_max) +
                      " recipients, not " + std::to_string(recipients.size()) + ": correct [files] recipients");
  }
  std::vector<Stanza> stanzas;
  for (const Recipient& recipient : recipients) {
    SecretBytes<32> ephemeral_secret;
    random(ephemeral_secret.writable());
    stanzas.push_back(wrap_file_key(file_key, recipient, ephemeral_secret));
  }
  return format_header(stanzas, file_key);
}

}  // namespace

SealingSink::SealingSink(ByteSink& out, std::span<const Recipient> recipients, const RandomFill& random)
    : out_(out),
      file_key_(random_file_key(random)),
      header_(sealed_header(file_key_, recipients, random)),
      nonce_(random_nonce(random)),
      sealer_(payload_key(file_key_, nonce_)),
      chunk_(sealed_chunk_bytes) {
  out_.write(header_);
  out_.write(text_of(nonce_));
}

SealingSink::~SealingSink() {
  wipe(chunk_);
}

void SealingSink::write(std::string_view bytes) {
  require_open();
  Bytes rest = bytes_of(bytes);
  while (!rest.empty()) {
    // A full chunk waits here until one more byte proves that it is not the last.
    if (filled_ == limits::seal_chunk_bytes) seal_chunk(Bytes(chunk_).first(filled_), Last::no);
    if (filled_ == 0 && rest.size() > limits::seal_chunk_bytes) {
      // Straight from the caller's memory, without the copy.
      seal_chunk(rest.first(limits::seal_chunk_bytes), Last::no);
      rest = rest.subspan(limits::seal_chunk_bytes);
      continue;
    }
    const std::size_t taken = std::min(rest.size(), limits::seal_chunk_bytes - filled_);
    std::ranges::copy(rest.first(taken), chunk_.begin() + static_cast<std::ptrdiff_t>(filled_));
    filled_ += taken;
    rest = rest.subspan(taken);
  }
}

void SealingSink::finish() {
  require_open();
  seal_chunk(Bytes(chunk_).first(filled_), Last::yes);
  state_ = State::broken;  // unless `out` can be finished
  out_.finish();
  state_ = State::finished;
}

void SealingSink::seal_chunk(Bytes plain, Last last) {
  assert(last == Last::yes || plain.size() == limits::seal_chunk_bytes);
  const WritableBytes sealed = WritableBytes(chunk_).first(plain.size() + aead_tag_bytes);
  state_ = State::broken;  // until `out` has taken the chunk: an index must not be used twice
  sealer_.seal(chunk_nonce(next_chunk_, last), plain, sealed);
  ++next_chunk_;
  filled_ = 0;
  out_.write(text_of(sealed));
  state_ = State::open;
}

void SealingSink::require_open() const {
  assert(state_ != State::finished);
  if (state_ == State::open) return;
  throw Failure(FailureKind::ours, "sink_broken",
                "the file cannot be sealed: an earlier write had failed: start the export again");
}

}  // namespace exportd::seal
