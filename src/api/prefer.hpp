// The Prefer header field (RFC 7240), as far as it is heeded: wait.
#pragma once

#include <chrono>
#include <optional>

#include "api/http_message.hpp"

namespace exportd::api {

// "wait=5" among other preferences, the first of them; at most `longest`. nullopt: none, or none that is a number.
[[nodiscard]] std::optional<std::chrono::seconds> wait_preferred(const Headers& headers, std::chrono::seconds longest);

}  // namespace exportd::api
