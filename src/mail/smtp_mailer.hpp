// SmtpMailer: hands messages to a mail server, one connection each: STARTTLS or TLS, AUTH, timeouts, SMTPUTF8 for
// international addresses.
#pragma once

#include <stop_token>
#include <string>

#include "core/ports.hpp"
#include "mail/mailbox.hpp"
#include "mail/smtp_server.hpp"

namespace exportd::mail {

class SmtpMailer final : public Mailer {
 public:
  // When `stop` is requested, what is being sent has two seconds left, whatever `go_on` says.
  SmtpMailer(SmtpServer server, Mailbox sender, const Clock& clock, std::stop_token stop);

  // Failure reject: the recipient, for good; retry "mail_deferred": later; "mail_server_failed", retry or ours: no
  // message can be sent now: unreachable, no trustworthy encryption, wrong password, a sender that it refuses.
  void send(const Message& message, const std::function<bool()>& go_on) override;

  // Connects, encrypts and signs in, and sends nothing. Failure as send().
  void check();

  // "host:port", for messages.
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  SmtpServer server_;
  Mailbox sender_;
  std::string name_;
  const Clock& clock_;
  std::stop_token stop_;
};

}  // namespace exportd::mail
