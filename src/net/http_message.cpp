#include "net/http_message.hpp"

#include <strings.h>

namespace exportd::net {

std::string_view HttpResponse::header(std::string_view name) const {
  for (const std::string& field : headers) {
    const std::string_view text = field;
    if (text.size() <= name.size() || text[name.size()] != ':') continue;
    if (::strncasecmp(text.data(), name.data(), name.size()) != 0) continue;
    std::string_view value = text.substr(name.size() + 1);
    while (value.starts_with(' ') || value.starts_with('\t')) value.remove_prefix(1);
    while (!value.empty() && static_cast<unsigned char>(value.back()) <= ' ') value.remove_suffix(1);
    return value;
  }
  return {};
}

}  // namespace exportd::net
