// Any bytes as an e-mail address: refused with a reason, or fit to stand in a header and in an SMTP command.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/email_address.hpp"
#include "core/utf8.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto address = exportd::EmailAddress::parse(text);
  if (!address) {
    require(!address.error().empty());
    return 0;
  }
  require(address->text() == text);
  require(text.size() <= 254);
  require(std::ranges::count(text, '@') == 1);
  require(std::ranges::none_of(text, is_control));
  require(text.find_first_of("<>()[],;:\\\"") == std::string_view::npos);
  require(exportd::find_broken_utf8(text) == std::string_view::npos);
  const auto domain = address->domain();
  require(!address->local_part().empty() && address->local_part().size() <= 64);
  require(domain.find('.') != std::string_view::npos && domain.front() != '.' && domain.back() != '.');
  const std::string canonical = address->canonical();
  const auto again = exportd::EmailAddress::parse(canonical);
  // Lower case may be longer than what it was made of.
  if (again) require(again->canonical() == canonical);
  if (!again) require(canonical.size() > text.size());
  return 0;
}
