#include "seal/crypto_failure.hpp"

#include <openssl/err.h>

#include <array>
#include <string>

namespace exportd::seal {

Failure crypto_failure(std::string_view operation) {
  std::string detail(operation);
  while (const unsigned long error = ERR_get_error()) {
    std::array<char, 256> text{};
    ERR_error_string_n(error, text.data(), text.size());
    detail.append("; ").append(text.data());
  }
  return {FailureKind::ours, "crypto_error",
          "the file cannot be sealed or opened: a cryptographic operation failed: ask the operator to look at the log",
          std::move(detail)};
}

}  // namespace exportd::seal
