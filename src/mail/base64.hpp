// Base64 with padding, as MIME has it (RFC 2045), on one line.
#pragma once

#include <string>
#include <string_view>

namespace exportd::mail {

[[nodiscard]] std::string base64(std::string_view bytes);

}  // namespace exportd::mail
