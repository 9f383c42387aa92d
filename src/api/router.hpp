// Router: which handler answers a path. Patterns are literal segments and {names}: "/v1/exports/{id}/runs/{run}/file".
// Nothing is decoded and nothing names a file, so no path can lead out of the table.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/http_message.hpp"

namespace exportd::api {

// What a request to a route costs its client (api/rate_limit.hpp).
enum class Charge { request, creation, none };

using PathValues = std::map<std::string, std::string, std::less<>>;
using Handler = std::function<Reply(const Request&, const PathValues&)>;

struct Route {
  Method method = Method::get;  // get answers HEAD too
  std::string pattern;
  Charge charge = Charge::request;
  Handler handler;
};

struct Match {
  const Route* route = nullptr;
  PathValues values;
};

class Router {
 public:
  void add(Route route) { routes_.push_back(std::move(route)); }

  // nullopt: no route has that path, or none with that method; then allowed() tells which it is.
  [[nodiscard]] std::optional<Match> match(Method method, std::string_view path) const;
  // "GET, HEAD, OPTIONS": the methods of the routes with that path; empty: there is none.
  [[nodiscard]] std::string allowed(std::string_view path) const;

 private:
  // Of several that fit, the one with the fewest names: "/v1/admin/exports" before "/v1/{env}/exports".
  [[nodiscard]] const std::string* pattern_of(std::string_view path) const;

  std::vector<Route> routes_;
};

}  // namespace exportd::api
