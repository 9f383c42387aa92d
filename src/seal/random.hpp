// Where random bytes come from. Production uses system_random; tests and the worked example bring their own.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

namespace exportd::seal {

// Fills all of the span.
using RandomFill = std::function<void(std::span<std::uint8_t>)>;

// The system's cryptographic generator (OpenSSL's private DRBG). Failure "crypto_error" if it has no entropy.
void system_random(std::span<std::uint8_t> into);

}  // namespace exportd::seal
