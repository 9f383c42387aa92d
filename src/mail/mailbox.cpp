#include "mail/mailbox.hpp"

#include <utility>

#include "core/shown_text.hpp"

namespace exportd::mail {

namespace {

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

}  // namespace

Result<Mailbox, std::string> parse_mailbox(std::string_view text) {
  text = trimmed(text);
  const std::size_t opening = text.rfind('<');
  std::string_view name;
  if (opening != std::string_view::npos && text.ends_with('>')) {
    name = trimmed(text.substr(0, opening));
    text = text.substr(opening + 1, text.size() - opening - 2);
  }
  if (name.size() >= 2 && name.starts_with('"') && name.ends_with('"')) name = name.substr(1, name.size() - 2);
  if (name.find_first_of("<>@") != std::string_view::npos) return Err{std::string("it is more than one")};
  auto address = EmailAddress::parse(text);
  if (!address) return Err{address.error()};
  constexpr std::size_t name_characters_max = 200;
  return Mailbox{one_line(name, name_characters_max), std::move(address).value()};
}

}  // namespace exportd::mail
