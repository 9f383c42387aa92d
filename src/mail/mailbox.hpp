// Mailbox: an address with a name that may stand before it: "Exports <exports@example.org>".
#pragma once

#include <string>
#include <string_view>

#include "core/email_address.hpp"
#include "core/result.hpp"

namespace exportd::mail {

struct Mailbox {
  std::string name;  // may be empty
  EmailAddress address;
};

// "name@example.org" or "Name <name@example.org>"; the error says what is wrong.
[[nodiscard]] Result<Mailbox, std::string> parse_mailbox(std::string_view text);

}  // namespace exportd::mail
