#include "seal/digest_sink.hpp"

#include <cassert>

namespace exportd::seal {

void DigestSink::write(std::string_view bytes) {
  assert(sha256_.empty());
  digest_.update(bytes);
  bytes_ += bytes.size();
  out_.write(bytes);
}

void DigestSink::finish() {
  assert(sha256_.empty());
  sha256_ = digest_.finish_hex();
  out_.finish();
}

const std::string& DigestSink::sha256() const {
  assert(!sha256_.empty());
  return sha256_;
}

}  // namespace exportd::seal
