// SmtpDialogue: how far a conversation with a mail server came and what the server said last: what a refusal is of, the
// recipient, the sender or the server, shows in nothing else.
#pragma once

#include <string>
#include <string_view>

#include "core/failure.hpp"

namespace exportd::mail {

class SmtpDialogue {
 public:
  // Each line that was sent and received, the message itself not.
  void sent(std::string_view line);
  void received(std::string_view line);

  [[nodiscard]] bool knows_smtputf8() const { return smtputf8_; }
  // Whether the server's last word was a refusal.
  [[nodiscard]] bool refused() const { return code_ >= 400; }
  // Whether the last that it was told is for whom the message is.
  [[nodiscard]] bool at_recipient() const { return stage_ == Stage::recipient; }

  // What the server's refusal means; `failed` says what libcurl says. No address and no password is in it.
  [[nodiscard]] Failure failure(const std::string& server, const std::string& failed) const;

 private:
  enum class Stage { greeting, hello, tls, login, sender, recipient, content };
  [[nodiscard]] Failure refusal_of_message(const std::string& detail) const;
  [[nodiscard]] Failure refusal_of_service(const std::string& server, const std::string& detail) const;

  Stage stage_ = Stage::greeting;
  int code_ = 0;        // of the last reply; 0: none yet
  std::string status_;  // its enhanced status code (RFC 3463), "5.7.1", if it has one
  bool relay_ = false;  // its words say that we may not send through it at all
  bool smtputf8_ = false;
  bool over_ = false;
};

}  // namespace exportd::mail
