// A message as the text of an .eml file (RFC 5322): headers, an empty line, the body, lines ending in CRLF.
#pragma once

#include <string>

#include "core/notice.hpp"
#include "core/task.hpp"

namespace exportd::mail {

// Failure(reject, "bad_header") when a header would hold a line break or another control character.
[[nodiscard]] std::string eml_text(const Message& message, WallTime date);

}  // namespace exportd::mail
