#include "mail/smtp_server.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/failure.hpp"

namespace exportd::mail {

namespace {

[[noreturn]] void refuse(const std::string& why) {
  throw Failure(FailureKind::reject, "bad_config",
                "configuration: mail.url " + why + ": give smtp://HOST:PORT or smtps://HOST:PORT");
}

struct Scheme {
  std::string_view name;
  Encryption encryption;
  int port;
};

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
         c == '_' || c == ':';
}

bool is_host(std::string_view host) {
  const bool bracketed = host.size() > 2 && host.starts_with('[') && host.ends_with(']');
  if (bracketed) host = host.substr(1, host.size() - 2);
  if (!bracketed && host.find(':') != std::string_view::npos) return false;
  return !host.empty() && std::ranges::all_of(host, is_host_character);
}

}  // namespace

SmtpServer parse_smtp_url(std::string_view url) {
  constexpr std::array<Scheme, 3> schemes{{{"smtp://", Encryption::starttls, 587},
                                           {"smtps://", Encryption::tls, 465},
                                           {"smtp+plain://", Encryption::none, 25}}};
  if (url.empty()) refuse("is missing");
  if (url.find('@') != std::string_view::npos)
    refuse("holds an @: user and password go into the file mail.credentials");
  const auto scheme = std::ranges::find_if(schemes, [&](const Scheme& one) { return url.starts_with(one.name); });
  if (scheme == schemes.end()) refuse("begins with no scheme that is known");
  url.remove_prefix(scheme->name.size());
  if (url.ends_with('/')) url.remove_suffix(1);
  SmtpServer server;
  server.encryption = scheme->encryption;
  server.port = scheme->port;
  const std::size_t bracket = url.rfind(']');
  const std::size_t colon = url.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (colon != std::string_view::npos) {
    const std::string_view digits = url.substr(colon + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), server.port);
    const bool whole = error == std::errc() && end == digits.data() + digits.size();
    if (!whole || server.port < 1 || server.port > 65'535) refuse("has no port from 1 to 65535 behind its colon");
  }
  server.host = url.substr(0, colon);
  if (!is_host(server.host)) refuse("names no host");
  return server;
}

void set_credentials(SmtpServer& server, std::string_view line) {
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  const std::size_t colon = line.find(':');
  const bool shaped = colon != std::string_view::npos && colon > 0 && colon + 1 < line.size();
  const bool one_line = std::ranges::none_of(line, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  if (!shaped || !one_line) {
    throw Failure(FailureKind::reject, "bad_config",
                  "configuration: the file of mail.credentials does not hold USER:PASSWORD on one line: correct it");
  }
  if (server.encryption == Encryption::none) {
    throw Failure(FailureKind::reject, "bad_config",
                  "configuration: mail.credentials with smtp+plain://: the password would go out in clear: "
                  "use smtp:// or smtps://");
  }
  server.user = line.substr(0, colon);
  server.password = line.substr(colon + 1);
}

}  // namespace exportd::mail
