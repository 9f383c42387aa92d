// Base64 (RFC 4648 section 4), canonical and without padding, as age headers have it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "seal/bytes.hpp"

namespace exportd::seal {

[[nodiscard]] std::string base64_encode(Bytes bytes);

// nullopt: a character outside the alphabet (padding, CR, blanks included), an impossible length, or bits left over
// that are not zero, so that no two texts decode to the same bytes.
[[nodiscard]] std::optional<std::string> base64_decode(std::string_view text);

}  // namespace exportd::seal
