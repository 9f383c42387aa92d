#include "mail/eml_text.hpp"

#include <array>
#include <chrono>
#include <ctime>
#include <string_view>

#include "core/failure.hpp"

namespace exportd::mail {

namespace {

void header(std::string& text, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7F) continue;
    throw Failure(FailureKind::reject, "bad_header",
                  "mail: a control character in " + std::string(name) + ": the message is not sent");
  }
  text.append(name).append(": ").append(value).append("\r\n");
}

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

}  // namespace

std::string eml_text(const Message& message, WallTime date) {
  std::string text;
  header(text, "Date", date_text(date));
  header(text, "From", message.from);
  header(text, "To", message.to);
  header(text, "Subject", message.subject);
  header(text, "Message-ID", message.message_id);
  if (!message.list_unsubscribe.empty()) {
    header(text, "List-Unsubscribe", "<" + message.list_unsubscribe + ">");
    header(text, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
  }
  header(text, "Auto-Submitted", "auto-generated");
  header(text, "MIME-Version", "1.0");
  header(text, "Content-Type", "text/plain; charset=utf-8");
  header(text, "Content-Transfer-Encoding", "8bit");
  text += "\r\n";
  for (const char c : message.text) {
    if (c == '\n') text += '\r';
    text += c;
  }
  return text;
}

}  // namespace exportd::mail
