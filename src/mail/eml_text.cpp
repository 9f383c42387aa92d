#include "mail/eml_text.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <string_view>
#include <utility>

#include "core/failure.hpp"
#include "mail/header_field.hpp"
#include "mail/mailbox.hpp"
#include "mail/quoted_printable.hpp"

namespace exportd::mail {

namespace {

// Quoted-printable never holds "=_": no part can hold the line that ends it.
constexpr std::string_view boundary = "=_exportd_part";

// "Tue, 24 Nov 2026 09:11:24 +0000", whatever the locale.
std::string date_text(WallTime time) {
  constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %d %s %d %02d:%02d:%02d +0000",
                days.at(static_cast<std::size_t>(parts.tm_wday)), parts.tm_mday,
                months.at(static_cast<std::size_t>(parts.tm_mon)), parts.tm_year + 1900, parts.tm_hour, parts.tm_min,
                parts.tm_sec);
  return text.data();
}

Mailbox mailbox_of(std::string_view field, const std::string& text) {
  auto mailbox = parse_mailbox(text);
  if (mailbox) return std::move(mailbox).value();
  throw Failure(
      FailureKind::reject, "bad_address",
      "mail: " + std::string(field) + " is no e-mail address: " + mailbox.error() + ": the message is not sent");
}

std::string body(std::string_view type, std::string_view text) {
  return "Content-Type: " + std::string(type) +
         "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + quoted_printable(text);
}

}  // namespace

std::string eml_text(const Message& message, WallTime date) {
  auto to = EmailAddress::parse(message.to);
  if (!to) {
    throw Failure(FailureKind::reject, "bad_address",
                  "mail: To is no e-mail address: " + to.error() + ": the message is not sent");
  }
  std::string text = plain_field("Date", date_text(date));
  text += mailbox_field("From", mailbox_of("From", message.from));
  if (!message.reply_to.empty()) text += mailbox_field("Reply-To", mailbox_of("Reply-To", message.reply_to));
  text += mailbox_field("To", {{}, std::move(to).value()});
  text += text_field("Subject", message.subject);
  text += plain_field("Message-ID", message.message_id);
  if (!message.list_unsubscribe.empty()) {
    text += plain_field("List-Unsubscribe", "<" + message.list_unsubscribe + ">");
    text += plain_field("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
  }
  text += plain_field("Auto-Submitted", "auto-generated");
  text += plain_field("MIME-Version", "1.0");
  if (message.html.empty()) return text + body("text/plain", message.text);
  const std::string line = "--" + std::string(boundary);
  text += "Content-Type: multipart/alternative; boundary=\"" + std::string(boundary) + "\"\r\n\r\n";
  text += line + "\r\n" + body("text/plain", message.text);
  text += line + "\r\n" + body("text/html", message.html);
  return text + line + "--\r\n";
}

}  // namespace exportd::mail
