// A cryptographic primitive that did not work at all (no memory, a provider missing, no entropy): the operator's case.
#pragma once

#include <string_view>

#include "core/failure.hpp"

namespace exportd::seal {

// Failure ours "crypto_error"; takes OpenSSL's queued reasons into the detail and empties the queue.
[[nodiscard]] Failure crypto_failure(std::string_view operation);

// Throws it unless `ok`. OpenSSL's functions say 1 for success, and null for no object.
inline void require_crypto(bool ok, std::string_view operation) {
  if (!ok) throw crypto_failure(operation);
}

}  // namespace exportd::seal
