#include "api/router.hpp"

#include <algorithm>
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

const std::string* Router::pattern_of(std::string_view path) const {
  const std::string* best = nullptr;
  for (const Route& route : routes_) {
    const bool better = best == nullptr || std::ranges::count(route.pattern, '{') < std::ranges::count(*best, '{');
    if (better && values_in(route.pattern, path)) best = &route.pattern;
  }
  return best;
}

std::optional<Match> Router::match(Method method, std::string_view path) const {
  const Method wanted = method == Method::head ? Method::get : method;
  const std::string* pattern = pattern_of(path);
  for (const Route& route : routes_) {
    if (pattern != nullptr && route.method == wanted && route.pattern == *pattern) {
      return Match{&route, *values_in(route.pattern, path)};
    }
  }
  return std::nullopt;
}

std::string Router::allowed(std::string_view path) const {
  const std::string* pattern = pattern_of(path);
  if (pattern == nullptr) return {};
  std::set<std::string> methods;
  for (const Route& route : routes_) {
    if (route.pattern != *pattern) continue;
    if (route.method == Method::get) methods.insert({"GET", "HEAD"});
    if (route.method == Method::post) methods.insert("POST");
    if (route.method == Method::del) methods.insert("DELETE");
  }
  std::string list;
  for (const std::string& method : methods) list += method + ", ";
  return list + "OPTIONS";
}

}  // namespace exportd::api
