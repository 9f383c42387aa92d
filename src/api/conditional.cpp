#include "api/conditional.hpp"

#include <string>

namespace exportd::api {

namespace {

// Calls `found` for each entity-tag of a list: "a", W/"b". Commas may stand inside the quotes.
template <class Found>
bool any_tag(std::string_view list, Found&& found) {
  while (true) {
    const std::size_t begin = list.find_first_not_of(" \t,");
    if (begin == std::string_view::npos) return false;
    list.remove_prefix(begin);
    if (list.starts_with('*')) return true;
    const bool weak = list.starts_with("W/");
    if (weak) list.remove_prefix(2);
    if (!list.starts_with('"')) return false;  // not a list of tags: nothing matches
    const std::size_t end = list.find('"', 1);
    if (end == std::string_view::npos) return false;
    if (found(weak, list.substr(0, end + 1))) return true;
    list.remove_prefix(end + 1);
  }
}

}  // namespace

bool none_match_fails(const Headers& headers, std::string_view tag) {
  if (headers.count("If-None-Match") == 0) return false;
  return any_tag(headers.joined("If-None-Match"), [tag](bool, std::string_view one) { return one == tag; });
}

bool match_fails(const Headers& headers, std::string_view tag) {
  if (headers.count("If-Match") == 0) return false;
  return !any_tag(headers.joined("If-Match"), [tag](bool weak, std::string_view one) { return !weak && one == tag; });
}

}  // namespace exportd::api
