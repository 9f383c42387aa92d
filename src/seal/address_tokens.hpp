// What the service's secret makes of an e-mail address: the key that stands for it, and the token of the link that
// ends its mail. Neither tells the address.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/addressee.hpp"
#include "core/email_address.hpp"

namespace exportd::seal {

// The same for every spelling of the address (EmailAddress::canonical).
[[nodiscard]] KeyedAddress keyed_address(std::string_view secret, const EmailAddress& address);
[[nodiscard]] Addressee addressee(std::string_view secret, const EmailAddress& address);

// "KEY.MAC" of 87 characters that need no escaping in a URL. It holds for ever: the links of old mails keep working.
[[nodiscard]] std::string unsubscribe_token(std::string_view secret, const KeyedAddress& key);
// Whose token it is; nullopt: not one that this secret has made. Compares in constant time.
[[nodiscard]] std::optional<KeyedAddress> verified_unsubscribe_token(std::string_view secret, std::string_view token);

}  // namespace exportd::seal
