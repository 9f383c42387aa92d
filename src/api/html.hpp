// Pages made on the server: plain HTML that needs no script.
#pragma once

#include <string>
#include <string_view>

namespace exportd::api {

// The Content-Security-Policy of these pages: they load nothing and run nothing.
inline constexpr std::string_view page_policy =
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

// With & < > " ' as character references: safe between tags and inside quoted attributes.
[[nodiscard]] std::string html_text(std::string_view text);

// A whole document; `body` is HTML. `refresh_seconds` 0: the browser does not load it again by itself.
[[nodiscard]] std::string html_page(std::string_view title, std::string_view body, int refresh_seconds = 0);

}  // namespace exportd::api
