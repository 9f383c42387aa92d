// One line of a message's head (RFC 5322): text in ASCII whatever it says (RFC 2047), folded, and with nothing in it
// that could begin another line.
#pragma once

#include <string>
#include <string_view>

#include "mail/mailbox.hpp"

namespace exportd::mail {

// Text for people, such as a subject.
[[nodiscard]] std::string text_field(std::string_view name, std::string_view text);
[[nodiscard]] std::string mailbox_field(std::string_view name, const Mailbox& mailbox);
// A word of ASCII that stands as it is: an id, a date, a URL.
// All three: Failure(reject, "bad_header") when a control character is in it.
[[nodiscard]] std::string plain_field(std::string_view name, std::string_view value);

}  // namespace exportd::mail
