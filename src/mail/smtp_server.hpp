// SmtpServer: which server takes the mail, and how it is spoken to: what mail.url and mail.credentials say, checked.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace exportd::mail {

enum class Encryption {
  starttls,  // asked for before anything is told; without it nothing is sent
  tls,       // from the first byte
  none,      // asked for by smtp+plain://
};

struct SmtpServer {
  std::string host;  // an IPv6 address stands in its brackets
  int port = 0;
  Encryption encryption = Encryption::starttls;
  std::string user;  // empty: without signing in
  std::string password;
  std::string ca_file;  // instead of the system's; empty: the system's
  std::chrono::seconds connect_timeout{10};
  std::chrono::seconds timeout{60};  // of one message, all in all
};

// smtp://HOST[:PORT] (587), smtps://HOST[:PORT] (465) or smtp+plain://HOST[:PORT] (25).
// Failure(reject, "bad_config") for anything else.
[[nodiscard]] SmtpServer parse_smtp_url(std::string_view url);

// USER:PASSWORD, on one line. Failure(reject, "bad_config") when it is not, without what is in it.
void set_credentials(SmtpServer& server, std::string_view line);

}  // namespace exportd::mail
