// Base64 (RFC 4648 section 4), canonical.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace exportd {

// Without padding, as age headers have it.
[[nodiscard]] std::string base64_encode(std::span<const std::uint8_t> bytes);
// With padding, as MIME (RFC 2045) has it; on one line.
[[nodiscard]] std::string base64_padded(std::string_view bytes);

// nullopt: a character outside the alphabet (padding, CR, blanks included), an impossible length, or bits left over
// that are not zero, so that no two texts decode to the same bytes.
[[nodiscard]] std::optional<std::string> base64_decode(std::string_view text);

}  // namespace exportd
