#include "core/email_address.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/failure.hpp"
#include "core/lower_case.hpp"
#include "core/shown_text.hpp"
#include "core/utf8.hpp"

namespace exportd {

namespace {

constexpr std::size_t local_part_bytes_max = 64;
constexpr std::size_t domain_bytes_max = 255;
constexpr std::size_t address_bytes_max = 254;  // a path of 256 with its angle brackets
constexpr std::size_t label_characters_max = 63;

using Fault = std::optional<std::string>;

bool is_digit(char32_t c) {
  return c >= '0' && c <= '9';
}

bool is_letter_or_digit(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c);
}

bool is_atom_character(char32_t c) {
  constexpr std::string_view others = "!#$%&'*+-/=?^_`{|}~";
  return c >= 0x80 || is_letter_or_digit(c) || others.find(static_cast<char>(c)) != std::string_view::npos;
}

Fault characters_fault(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto point = code_point_at(text, at);
    if (!point) return "it is not UTF-8";
    if (is_invisible(point->value)) return "a blank, a control character or an invisible one is in it";
    at += point->bytes;
  }
  return std::nullopt;
}

Fault local_part_fault(std::string_view local) {
  if (local.empty()) return "nothing stands before the @";
  if (local.size() > local_part_bytes_max) return "what stands before the @ is longer than 64 bytes";
  if (local.front() == '"') return "quoted local parts are not taken";
  if (local.front() == '.' || local.back() == '.' || local.find("..") != std::string_view::npos) {
    return "a dot stands at an end of the local part, or beside another dot";
  }
  const bool good =
      std::ranges::all_of(local, [](char c) { return c == '.' || is_atom_character(static_cast<unsigned char>(c)); });
  if (!good) return "a character that may not stand before the @ is in it";
  return std::nullopt;
}

// Other characters that browsers and resolvers take for a dot (RFC 3490, section 3.1).
bool is_other_dot(char32_t c) {
  return c == 0x3002 || c == 0xFF0E || c == 0xFF61;
}

Fault label_fault(std::string_view label) {
  if (label.empty()) return "a part of the domain is empty";
  if (label.front() == '-' || label.back() == '-') return "a part of the domain begins or ends with a hyphen";
  std::size_t characters = 0;
  for (std::size_t at = 0; at < label.size(); ++characters) {
    const CodePoint point = code_point_at(label, at).value();
    const bool good =
        point.value >= 0x80 ? !is_other_dot(point.value) : point.value == '-' || is_letter_or_digit(point.value);
    if (!good) return "a character that may not stand in a domain is in it";
    at += point.bytes;
  }
  if (characters > label_characters_max) return "a part of the domain is longer than 63 characters";
  return std::nullopt;
}

Fault domain_fault(std::string_view domain) {
  if (domain.empty()) return "nothing stands behind the @";
  if (domain.size() > domain_bytes_max) return "the domain is longer than 255 bytes";
  if (domain.front() == '[') return "numeric addresses of servers are not taken";
  std::string_view last;
  for (std::size_t from = 0; from <= domain.size();) {
    const std::size_t end = std::min(domain.find('.', from), domain.size());
    last = domain.substr(from, end - from);
    if (auto fault = label_fault(last)) return fault;
    from = end + 1;
  }
  if (last.size() == domain.size()) return "the domain is not whole: a dot must be in it";
  if (std::ranges::all_of(last, [](char c) { return is_digit(static_cast<unsigned char>(c)); })) {
    return "numeric addresses of servers are not taken";
  }
  return std::nullopt;
}

}  // namespace

Result<EmailAddress, std::string> EmailAddress::parse(std::string_view text) {
  if (text.empty()) return Err{std::string("it is empty")};
  if (text.size() > address_bytes_max) return Err{std::string("it is longer than 254 bytes")};
  if (auto fault = characters_fault(text)) return Err{*std::move(fault)};
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos) return Err{std::string("no @ is in it")};
  if (auto fault = local_part_fault(text.substr(0, at))) return Err{*std::move(fault)};
  if (auto fault = domain_fault(text.substr(at + 1))) return Err{*std::move(fault)};
  return EmailAddress(std::string(text), at);
}

std::string EmailAddress::canonical() const {
  return lower_case(text_);
}

bool EmailAddress::international() const {
  return std::ranges::any_of(text_, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

EmailAddress requested_email_address(std::string_view text) {
  auto address = EmailAddress::parse(text);
  if (address) return std::move(address).value();
  throw Failure(FailureKind::reject, "bad_address",
                "email: this is no e-mail address: " + address.error() + ": give one like name@example.org", {},
                "email");
}

}  // namespace exportd
