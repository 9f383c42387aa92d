// FileKey: the 16 random bytes from which all keys of one sealed object are derived (C2SP age, "file key").
// Whoever holds it reads that object, and no other.
#pragma once

#include "seal/secret_bytes.hpp"

namespace exportd::seal {

class FileKey final : public SecretBytes<16> {
 public:
  using SecretBytes::SecretBytes;
};

}  // namespace exportd::seal
