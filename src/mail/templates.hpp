// The words of a message, as Mustache templates over the fields that compose.cpp fills in.
#pragma once

namespace exportd::mail {

extern const char* const text_template;  // nothing is escaped: {{{…}}}
extern const char* const html_template;  // everything is: {{…}}

}  // namespace exportd::mail
