// Text of others (a server's answer, a path) may hold bytes that are no UTF-8, and no JSON parser reads those back.
#pragma once

#include <string>

namespace exportd::tasks {

// The text with U+FFFD for every byte that is not part of a UTF-8 character (RFC 3629).
[[nodiscard]] std::string whole_utf8(std::string text);

}  // namespace exportd::tasks
