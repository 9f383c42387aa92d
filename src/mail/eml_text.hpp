// A message as it is sent and stored: MIME (RFC 5322, 2045, 2047), plain text and HTML as alternatives, ASCII but for
// international addresses (RFC 6532), lines of at most 76 characters but for those that hold a URL or an address.
#pragma once

#include <string>

#include "core/notice.hpp"
#include "core/task.hpp"

namespace exportd::mail {

// Failure(reject, "bad_address", "bad_header") when an address is none, or when a field would hold a line break or
// another control character: nothing of the message can begin a field of its own.
[[nodiscard]] std::string eml_text(const Message& message, WallTime date);

}  // namespace exportd::mail
