#include "api/html.hpp"

namespace exportd::api {

std::string html_text(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '"': escaped += "&quot;"; break;
      case '\'': escaped += "&#39;"; break;
      default: escaped += c;
    }
  }
  return escaped;
}

std::string html_page(std::string_view title, std::string_view body, int refresh_seconds) {
  std::string html =
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  if (refresh_seconds > 0)
    html += "<meta http-equiv=\"refresh\" content=\"" + std::to_string(refresh_seconds) + "\">\n";
  html += "<title>" + html_text(title) + " · exportd</title>\n";
  html +=
      "<style>:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;"
      "padding:0 1rem}code,pre{font-family:ui-monospace,monospace;overflow-wrap:anywhere;white-space:pre-wrap}"
      "table{border-collapse:collapse}th,td{border-bottom:1px solid #8885;padding:.3rem .8rem .3rem 0;text-align:left;"
      "vertical-align:top}progress{width:100%}button{font:inherit;padding:.4rem 1rem}</style>\n</head>\n<body>\n";
  html += body;
  return html + "\n</body>\n</html>\n";
}

}  // namespace exportd::api
