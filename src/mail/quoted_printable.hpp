// Quoted-printable (RFC 2045, section 6.7): a body of ASCII lines of at most 76 characters, whatever the text.
#pragma once

#include <string>
#include <string_view>

namespace exportd::mail {

// LF in the text is a line end; the result's lines end in CRLF, the last one too.
[[nodiscard]] std::string quoted_printable(std::string_view text);

}  // namespace exportd::mail
