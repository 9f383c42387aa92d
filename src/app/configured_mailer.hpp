// The mailer of the configuration: a mail server or a folder of files.
#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "app/config.hpp"
#include "core/ports.hpp"

namespace exportd::app {

// Failure(reject, "bad_config") when the keys of [mail], or server.public_url, cannot be used; nothing is connected to
// yet. What is being sent when `stop` is requested has a few seconds left.
[[nodiscard]] std::unique_ptr<Mailer> open_mailer(const Config& config, const Clock& clock,
                                                  const std::stop_token& stop);

// Where mail goes, for people: the folder, or the server.
[[nodiscard]] std::string mail_place(const Config& config);

// Connects to the mail server, encrypts, signs in. What there is to say of it; Failure if it does not work.
[[nodiscard]] std::string checked_mail_server(const Config& config, const Clock& clock, const std::stop_token& stop);

}  // namespace exportd::app
