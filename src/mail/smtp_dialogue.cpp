#include "mail/smtp_dialogue.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/lower_case.hpp"
#include "core/notice.hpp"

namespace exportd::mail {

namespace {

// "5.7.1", at the beginning of a reply's words.
std::string enhanced_status(std::string_view words) {
  const std::string_view first = words.substr(0, words.find(' '));
  const bool shaped = std::ranges::count(first, '.') == 2 && first.size() <= 9 &&
                      first.find_first_not_of("0123456789.") == std::string_view::npos;
  return shaped ? std::string(first) : "";
}

}  // namespace

void SmtpDialogue::sent(std::string_view line) {
  if (code_ == 334) return;  // part of signing in
  constexpr std::array<std::pair<std::string_view, Stage>, 7> verbs{{{"EHLO", Stage::hello},
                                                                     {"HELO", Stage::hello},
                                                                     {"STARTTLS", Stage::tls},
                                                                     {"AUTH", Stage::login},
                                                                     {"MAIL", Stage::sender},
                                                                     {"RCPT", Stage::recipient},
                                                                     {"DATA", Stage::content}}};
  const std::string_view verb = line.substr(0, line.find_first_of(" \r\n"));
  if (verb == "QUIT") over_ = true;  // what matters was said before
  const auto known = std::ranges::find_if(verbs, [&](const auto& one) { return one.first == verb; });
  if (known == verbs.end()) return;
  stage_ = known->second;
  code_ = 0;
  if (stage_ == Stage::hello) smtputf8_ = false;  // what counts is what is said behind STARTTLS
}

void SmtpDialogue::received(std::string_view line) {
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  if (over_ || line.size() < 3) return;
  int code = 0;
  if (std::from_chars(line.data(), line.data() + 3, code).ec != std::errc()) return;
  const std::string words = lower_case(line.substr(std::min<std::size_t>(line.size(), 4)));
  code_ = code;
  status_ = enhanced_status(words);
  relay_ = words.find("relay") != std::string::npos;
  if (stage_ == Stage::hello && words == "smtputf8") smtputf8_ = true;
}

Failure SmtpDialogue::failure(const std::string& server, const std::string& failed) const {
  constexpr std::array<std::string_view, 7> names{"greeting", "EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA"};
  std::string detail = server + ": " + std::string(names.at(static_cast<std::size_t>(stage_)));
  if (code_ != 0) detail += ": " + std::to_string(code_) + (status_.empty() ? "" : " " + status_);
  if (!failed.empty()) detail += ": " + failed;
  const bool of_message = stage_ == Stage::recipient || stage_ == Stage::content;
  constexpr std::array<int, 5> of_service{421, 530, 534, 535, 538};
  const bool closed = relay_ || std::ranges::find(of_service, code_) != of_service.end();
  return refused() && of_message && !closed ? refusal_of_message(detail) : refusal_of_service(server, detail);
}

Failure SmtpDialogue::refusal_of_message(const std::string& detail) const {
  if (code_ < 500) {
    return {FailureKind::retry, "mail_deferred",
            "mail: the server puts a message off (" + std::to_string(code_) + "): it is tried again", detail};
  }
  return {FailureKind::reject, "mail_refused",
          "mail: the server refuses a message for good (" + std::to_string(code_) + "): it is held", detail};
}

Failure SmtpDialogue::refusal_of_service(const std::string& server, const std::string& detail) const {
  const std::string where = "mail server " + server + ": ";
  const std::string code = " (" + std::to_string(code_) + ")";
  const bool wanted_login = code_ == 530 || code_ == 534 || code_ == 535 || code_ == 538;
  if (code_ >= 500 && (stage_ == Stage::login || wanted_login)) {
    return {FailureKind::ours, mail_server_failed,
            where + "it refuses user and password" + code + ": correct the file of mail.credentials: mail waits",
            detail};
  }
  if (code_ >= 500 && relay_) {
    return {FailureKind::ours, mail_server_failed,
            where + "it does not send on for us" + code + ": set mail.credentials or allow this machine: mail waits",
            detail};
  }
  if (code_ >= 500 && stage_ == Stage::sender) {
    return {FailureKind::ours, mail_server_failed,
            where + "it refuses the sender" + code + ": correct mail.from: mail waits", detail};
  }
  if (refused()) {
    return {FailureKind::retry, mail_server_failed, where + "it takes no mail now" + code + ": it is tried again",
            detail};
  }
  return {FailureKind::retry, mail_server_failed, where + "the connection broke off: it is tried again", detail};
}

}  // namespace exportd::mail
