// Unicode's simple lower-case mapping, code point by code point, as Java's Character.toLowerCase and OpenSearch's
// `lowercase` filter do it: İ becomes i; ß, ς and µ stay; nothing is normalised.
#pragma once

#include <string>
#include <string_view>

namespace exportd {

// `text` is UTF-8; bytes that are not are passed through as they are.
[[nodiscard]] std::string lower_case(std::string_view text);

// Appends instead, so that a caller can reuse its buffer.
void append_lower_case(std::string& to, std::string_view text);

}  // namespace exportd
