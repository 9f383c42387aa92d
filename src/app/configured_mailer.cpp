#include "app/configured_mailer.hpp"

#include <algorithm>
#include <fstream>
#include <utility>

#include "core/failure.hpp"
#include "mail/directory_mailer.hpp"
#include "mail/smtp_mailer.hpp"

namespace exportd::app {

namespace {

[[noreturn]] void bad_config(const std::string& what) {
  throw Failure(FailureKind::reject, "bad_config", "configuration: " + what);
}

mail::Mailbox mailbox(const char* key, const std::string& text) {
  auto parsed = mail::parse_mailbox(text);
  if (parsed) return std::move(parsed).value();
  bad_config(std::string(key) + " is no e-mail address: " + parsed.error() +
             ": give \"name@example.org\" or \"Name <name@example.org>\"");
}

// What would make every message one that cannot be sent is refused at the start.
void check_words(const Config& config) {
  if (!config.mail.from.empty()) static_cast<void>(mailbox("mail.from", config.mail.from));
  if (!config.mail.reply_to.empty()) static_cast<void>(mailbox("mail.reply_to", config.mail.reply_to));
  const auto in_a_link = [](char c) { return c > ' ' && c <= '~' && c != '<' && c != '>' && c != '"'; };
  const std::string& url = config.server.public_url;
  const bool shaped = url.empty() || url.starts_with("https://") || url.starts_with("http://");
  if (shaped && std::ranges::all_of(url, in_a_link)) return;
  bad_config("server.public_url is no address that links can begin with: give one like https://exports.example.org");
}

std::string first_line(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string line;
  if (file && std::getline(file, line)) return line;
  bad_config("mail.credentials: " + path + " cannot be read or is empty: it must hold USER:PASSWORD on one line");
}

mail::SmtpMailer smtp_mailer(const Config& config, const Clock& clock, const std::stop_token& stop) {
  mail::SmtpServer server = mail::parse_smtp_url(config.mail.url);
  if (config.mail.from.empty()) bad_config("mail.from is missing: mail.kind = \"smtp\" needs the sender's address");
  if (!config.mail.credentials.empty()) mail::set_credentials(server, first_line(config.mail.credentials));
  server.ca_file = config.mail.ca_file;
  server.timeout = std::chrono::seconds(config.mail.timeout_seconds);
  return {std::move(server), mailbox("mail.from", config.mail.from), clock, stop};
}

}  // namespace

std::unique_ptr<Mailer> open_mailer(const Config& config, const Clock& clock, const std::stop_token& stop) {
  check_words(config);
  if (config.mail.kind == MailKind::directory) {
    return std::make_unique<mail::DirectoryMailer>(config.mail_path(), clock);
  }
  return std::make_unique<mail::SmtpMailer>(smtp_mailer(config, clock, stop));
}

std::string mail_place(const Config& config) {
  return config.mail.kind == MailKind::smtp ? config.mail.url : config.mail_path().string();
}

std::string checked_mail_server(const Config& config, const Clock& clock, const std::stop_token& stop) {
  check_words(config);
  mail::SmtpMailer mailer = smtp_mailer(config, clock, stop);
  mailer.check();
  return config.mail.url + (config.mail.credentials.empty() ? ", without signing in" : ", signed in");
}

}  // namespace exportd::app
