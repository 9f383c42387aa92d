#include "api/environment_request.hpp"

#include <algorithm>
#include <string>

#include "api/problem.hpp"
#include "core/limits.hpp"

namespace exportd::api {

const Environment& environment_in(const ServiceParts& parts, const PathValues& values) {
  const std::string& name = values.find("env")->second;
  const auto found = std::ranges::find(parts.environments, name, &Environment::name);
  if (found != parts.environments.end()) return *found;
  std::string known;
  for (const Environment& one : parts.environments) known += (known.empty() ? "" : ", ") + one.name;
  Problem problem = not_found("environment " + query::shown(name) + ": there is none of that name: there is " + known);
  problem.code = "unknown_environment";
  throw ProblemAnswer{problem, {}};
}

std::vector<query::NameValue> query_pairs(const Request& request) {
  if (request.query.size() > limits::query_bytes_max) {
    throw ProblemAnswer{{.status = 414,
                         .code = "too_long",
                         .detail = "the query is longer than 8 KiB: send the parameters in the body of the request",
                         .parameter = {},
                         .more = {}},
                        {}};
  }
  auto pairs = query::decode_pairs(request.query);
  if (!pairs) throw ProblemAnswer{problem_of(pairs.error()), {}};
  return std::move(pairs).value();
}

query::Request understood(const Environment& environment, std::span<const query::NameValue> pairs) {
  auto parsed = query::parse_pairs(environment, pairs);
  if (!parsed) throw ProblemAnswer{problem_of(parsed.error()), {}};
  return std::move(parsed).value();
}

}  // namespace exportd::api
