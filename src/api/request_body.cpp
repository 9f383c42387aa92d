#include "api/request_body.hpp"

#include <algorithm>
#include <string_view>

#include "api/json_body.hpp"
#include "api/problem.hpp"

namespace exportd::api {

namespace {

// "application/json; charset=utf-8" → "application/json", in lower case.
std::string media_type(std::string_view value) {
  std::string type(value.substr(0, value.find(';')));
  while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) type.pop_back();
  std::ranges::transform(type, type.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return type;
}

}  // namespace

std::vector<query::NameValue> body_pairs(const Request& request) {
  if (request.body.empty()) return {};
  const std::string type = media_type(request.headers.first("Content-Type"));
  if (type == "application/json" && request.headers.count("Content-Encoding") == 0) return json_pairs(request.body);
  if (type == "application/x-www-form-urlencoded" && request.headers.count("Content-Encoding") == 0) {
    auto pairs = query::decode_pairs(request.body);
    if (!pairs) throw ProblemAnswer{problem_of(pairs.error()), {}};
    return std::move(pairs).value();
  }
  throw ProblemAnswer{{.status = 415,
                       .code = "unsupported_media_type",
                       .detail = "body: its type is not taken: send application/json or "
                                 "application/x-www-form-urlencoded, not compressed",
                       .parameter = {},
                       .more = {}},
                      {{"Accept-Post", "application/json, application/x-www-form-urlencoded"}}};
}

}  // namespace exportd::api
