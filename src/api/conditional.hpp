// Conditional requests (RFC 9110, section 13).
#pragma once

#include <string_view>

#include "api/http_message.hpp"

namespace exportd::api {

// Whether If-None-Match is there and holds `tag` or *: a GET is then answered 304. Compared weakly (section 13.1.2).
[[nodiscard]] bool none_match_fails(const Headers& headers, std::string_view tag);
// Whether If-Match is there and holds neither `tag` nor *: the answer is then 412. Compared strongly (section 13.1.1).
[[nodiscard]] bool match_fails(const Headers& headers, std::string_view tag);

}  // namespace exportd::api
