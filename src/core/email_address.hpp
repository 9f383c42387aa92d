// EmailAddress: an address that mail can be sent to and that can stand in a header: RFC 5321's lengths, a plain
// (dot-atom) local part, a domain of two labels or more, international ones included (RFC 6531).
#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"

namespace exportd {

class EmailAddress {
 public:
  // The error says in words what is wrong with it, and does not repeat it. Refused although RFC 5321 knows them:
  // quoted local parts, address literals, domains of one label.
  static Result<EmailAddress, std::string> parse(std::string_view text);

  // As it was given; what mail is sent to.
  [[nodiscard]] const std::string& text() const { return text_; }
  // The same text for the same address: all of it in lower case. That servers tell local parts apart by case is
  // allowed and not done. Nothing else is normalised: not "+tags", not Punycode.
  [[nodiscard]] std::string canonical() const;
  [[nodiscard]] std::string_view local_part() const { return std::string_view(text_).substr(0, at_); }
  [[nodiscard]] std::string_view domain() const { return std::string_view(text_).substr(at_ + 1); }
  // Not all ASCII: the mail server must know SMTPUTF8.
  [[nodiscard]] bool international() const;

  friend bool operator==(const EmailAddress&, const EmailAddress&) = default;

 private:
  EmailAddress(std::string text, std::size_t at) : text_(std::move(text)), at_(at) {}

  std::string text_;
  std::size_t at_;
};

// The same for a request's parameter `email`: Failure(reject, "bad_address") that names the parameter.
[[nodiscard]] EmailAddress requested_email_address(std::string_view text);

}  // namespace exportd
