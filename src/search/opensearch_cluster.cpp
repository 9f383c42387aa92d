#include "search/opensearch_cluster.hpp"

#include "core/base64.hpp"
#include "core/failure.hpp"

namespace exportd::search {
namespace {

[[noreturn]] void refuse(const std::string& why) {
  throw Failure(FailureKind::reject, "bad_config", "configuration: search." + why);
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\r') || text.ends_with('\n')) text.remove_suffix(1);
  return text;
}

std::string node_url(std::string_view url) {
  if (url.find('@') != std::string_view::npos)  // before anything of it is repeated
    refuse("url holds an @: user and password go into the file search.auth");
  if (url.find_first_of("?# ") != std::string_view::npos)
    refuse("url holds more than an address: give https://HOST:PORT, several with commas between");
  const bool tls = url.starts_with("https://");
  if (!tls && !url.starts_with("http://"))
    refuse("url: \"" + std::string(url) + "\" begins with no scheme: give http://HOST:PORT or https://HOST:PORT");
  const std::string_view rest = url.substr(tls ? 8 : 7);
  if (rest.empty() || rest.starts_with('/'))
    refuse("url: \"" + std::string(url) + "\" is not an address: give https://HOST:PORT, several with commas between");
  while (url.ends_with('/')) url.remove_suffix(1);
  return std::string(url);
}

}  // namespace

std::vector<std::string> parse_node_urls(std::string_view urls) {
  std::vector<std::string> nodes;
  while (!urls.empty()) {
    const std::size_t comma = urls.find(',');
    const std::string_view one = trimmed(urls.substr(0, comma));
    if (!one.empty()) nodes.push_back(node_url(one));
    urls = comma == std::string_view::npos ? std::string_view() : urls.substr(comma + 1);
  }
  if (nodes.empty()) refuse("url is missing: give https://HOST:PORT, several with commas between");
  return nodes;
}

std::string parse_authorization(std::string_view line) {
  line = trimmed(line);
  for (const char c : line) {
    if (static_cast<unsigned char>(c) < ' ') refuse("auth: its file holds more than one line: leave one");
  }
  const std::size_t space = line.find(' ');
  const std::string_view scheme = line.substr(0, space);
  const std::string_view rest = space == std::string_view::npos ? std::string_view() : trimmed(line.substr(space + 1));
  if (scheme == "Basic" && rest.find(':') != std::string_view::npos) return "Basic " + base64_padded(rest);
  if ((scheme == "ApiKey" || scheme == "Bearer") && !rest.empty()) return std::string(line);
  refuse("auth: its file holds none of: Basic USER:PASSWORD, ApiKey KEY, Bearer TOKEN: correct it");
}

}  // namespace exportd::search
