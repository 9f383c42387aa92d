#include "api/router.hpp"

#include <array>
#include <set>

namespace exportd::api {

namespace {

// The next segment of a path that begins with '/', which is cut off it.
std::string_view next_segment(std::string_view& path) {
  path.remove_prefix(1);
  const std::size_t end = path.find('/');
  const std::string_view segment = path.substr(0, end);
  path.remove_prefix(end == std::string_view::npos ? path.size() : end);
  return segment;
}

std::optional<PathValues> values_in(std::string_view pattern, std::string_view path) {
  PathValues values;
  while (pattern.starts_with('/') && path.starts_with('/')) {
    const std::string_view wanted = next_segment(pattern);
    const std::string_view given = next_segment(path);
    if (wanted.starts_with('{')) {
      if (given.empty()) return std::nullopt;
      values.emplace(wanted.substr(1, wanted.size() - 2), given);
    } else if (wanted != given) {
      return std::nullopt;
    }
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return values;
}

}  // namespace

std::optional<Match> Router::match(Method method, std::string_view path) const {
  const Method wanted = method == Method::head ? Method::get : method;
  for (const Route& route : routes_) {
    if (route.method != wanted) continue;
    if (auto values = values_in(route.pattern, path)) return Match{&route, *std::move(values)};
  }
  return std::nullopt;
}

std::string Router::allowed(std::string_view path) const {
  std::set<std::string> methods;
  for (const Route& route : routes_) {
    if (!values_in(route.pattern, path)) continue;
    if (route.method == Method::get) methods.insert({"GET", "HEAD"});
    if (route.method == Method::post) methods.insert("POST");
    if (route.method == Method::del) methods.insert("DELETE");
  }
  if (methods.empty()) return {};
  std::string list;
  for (const std::string& method : methods) list += method + ", ";
  return list + "OPTIONS";
}

}  // namespace exportd::api
