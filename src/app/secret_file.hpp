// The secret that signs tokens and links: 64 hex digits in a file that only its owner can read. Made on first use when
// embedded; the same on all instances.
#pragma once

#include <string>

#include "app/config.hpp"

namespace exportd::app {

// Failure(reject, "exposed_secret") when others may read it; ours "not_readable", "not_writable".
[[nodiscard]] std::string secret(const Config& config);

}  // namespace exportd::app
