#include "mail/smtp_mailer.hpp"

#include <utility>

#include "core/failure.hpp"
#include "mail/eml_text.hpp"
#include "mail/smtp_transfer.hpp"

namespace exportd::mail {

SmtpMailer::SmtpMailer(SmtpServer server, Mailbox sender, const Clock& clock, std::stop_token stop)
    : server_(std::move(server)),
      sender_(std::move(sender)),
      name_(server_.host + ":" + std::to_string(server_.port)),
      clock_(clock),
      stop_(std::move(stop)) {}

void SmtpMailer::send(const Message& message, const std::function<bool()>& go_on) {
  const auto to = EmailAddress::parse(message.to);
  if (!to) {
    throw Failure(FailureKind::reject, "bad_address", "mail: the address is none: " + to.error() + ": it is held");
  }
  SmtpTransfer transfer(server_, name_, clock_, stop_, go_on);
  transfer.send(sender_.address, *to, eml_text(message, clock_.wall()));
}

void SmtpMailer::check() {
  SmtpTransfer(server_, name_, clock_, stop_, [] { return true; }).sign_in();
}

}  // namespace exportd::mail
