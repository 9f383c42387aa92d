#include "api/front_door.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <exception>
#include <utility>

#include "api/routes.hpp"
#include "api/task_answer.hpp"

namespace exportd::api {

namespace {

constexpr const char* exposed_headers =
    "Accept-Ranges, Content-Disposition, Content-Location, Content-Range, ETag, Link, Location, RateLimit, "
    "RateLimit-Policy, Repr-Digest, Retry-After, X-Request-Id";
constexpr const char* allowed_headers =
    "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, If-Range, Last-Event-ID, Prefer, Range, "
    "X-Request-Id";

std::string policy(std::string_view name, const RateLimit& limit) {
  return "\"" + std::string(name) + "\";q=" + std::to_string(limit.per_minute()) + ";w=60";
}

Problem too_many(const Allowance& allowance) {
  const std::string seconds = std::to_string(allowance.until_granted.count());
  return {.status = 429,
          .code = "too_many_requests",
          .detail = "too many requests from your network: try again in " + seconds + " s",
          .parameter = {},
          .more = {}};
}

// For answers that browsers show as pages the handler says what they may load.
void add_security(Headers& headers) {
  headers.add("X-Content-Type-Options", "nosniff");
  headers.add("Referrer-Policy", "no-referrer");
  if (headers.count("Content-Security-Policy") == 0) {
    headers.add("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
  }
  if (headers.count("Cache-Control") == 0) headers.add("Cache-Control", "no-store");
}

}  // namespace

FrontDoor::FrontDoor(const ServiceParts& parts, LogFailure log)
    : parts_(parts),
      log_(std::move(log)),
      watch_(
          parts.tasks, parts.clock,
          [&parts](const TaskRecord& record, std::uint64_t position) {
            return boost::json::serialize(task_answer(parts, record, position));
          },
          [this](const Failure& failure) { log_("following runs", failure); }),
      streams_(parts.rules.event_streams),
      downloads_(parts.tasks, parts.clock, log_),
      requests_(parts.rules.requests_per_minute, parts.clock),
      creations_(parts.rules.creations_per_minute, parts.clock) {
  add_service_routes(router_, parts_);
  add_page_routes(router_, parts_);
  add_creation_routes(router_, parts_, watch_, creations_);
  add_export_routes(router_, parts_, watch_, streams_);
  add_file_routes(router_, {parts_, places_, downloads_});
  add_search_routes(router_, parts_);
  add_admin_routes(router_, parts_, watch_);
  add_unsubscribe_routes(router_, parts_);
}

// The fields of draft-ietf-httpapi-ratelimit-headers: what the limit is, and what is left of it.
void FrontDoor::charge(const Request& request, Charge charge, Headers& limits) {
  if (charge == Charge::none) return;
  const auto take = [&](std::string_view name, RateLimit& limit) {
    const Allowance allowance = limit.take(request.client.network());
    if (limit.per_minute() == 0) return;
    limits.add("RateLimit-Policy", policy(name, limit));
    limits.add("RateLimit", "\"" + std::string(name) + "\";r=" + std::to_string(allowance.remaining) +
                                ";t=" + std::to_string(allowance.until_granted.count()));
    if (allowance.granted) return;
    throw ProblemAnswer{too_many(allowance), {{"Retry-After", std::to_string(allowance.until_granted.count())}}};
  };
  take("requests", requests_);
  if (charge == Charge::creation) take("creations", creations_);
}

Reply FrontDoor::admitted(const Request& request, std::string& route, Headers& limits) {
  const auto match = router_.match(request.method, request.path);
  if (match) route = match->route->pattern;
  charge(request, match ? match->route->charge : Charge::request, limits);
  if (match) return match->route->handler(request, match->values);
  const std::string allowed = router_.allowed(request.path);
  if (allowed.empty()) {
    throw ProblemAnswer{not_found("there is nothing at this address: see /openapi.json for what there is"), {}};
  }
  if (request.method == Method::options) {
    return {.status = 204,
            .headers = {{"Allow", allowed},
                        {"Access-Control-Allow-Methods", allowed},
                        {"Access-Control-Allow-Headers", allowed_headers},
                        {"Access-Control-Max-Age", "600"}},
            .content = {},
            .route = {}};
  }
  const std::string detail =
      "this address does not take " + request.method_name.substr(0, 20) + ": it takes " + allowed;
  throw ProblemAnswer{{.status = 405, .code = "method_not_allowed", .detail = detail, .parameter = {}, .more = {}},
                      {{"Allow", allowed}}};
}

void FrontDoor::add_cross_origin(const Request& request, Headers& headers) const {
  if (parts_.rules.cors_origins.empty()) return;
  const bool everyone = std::ranges::find(parts_.rules.cors_origins, "*") != parts_.rules.cors_origins.end();
  if (!everyone) headers.add("Vary", "Origin");
  const std::string_view origin = request.headers.first("Origin");
  if (origin.empty()) return;
  if (!everyone && std::ranges::find(parts_.rules.cors_origins, origin) == parts_.rules.cors_origins.end()) return;
  headers.add("Access-Control-Allow-Origin", everyone ? "*" : std::string(origin));
  headers.add("Access-Control-Expose-Headers", exposed_headers);
}

template <class Make>
Reply FrontDoor::guarded(const Request& request, const std::string& route, Make&& make) {
  try {
    return make();
  } catch (const ProblemAnswer& answer) {
    return problem_reply(answer.problem, request.id, answer.headers);
  } catch (const Failure& failure) {
    const Problem problem = problem_of(failure);
    if (problem.status >= 500) log_(request.id + " " + route, failure);
    Headers headers;
    if (problem.status == 503) headers.add("Retry-After", "10");
    return problem_reply(problem, request.id, headers);
  } catch (const std::exception& unexpected) {
    const Failure failure(FailureKind::ours, "internal_error", "an unexpected error", unexpected.what());
    log_(request.id + " " + route, failure);
    return problem_reply(problem_of(failure), request.id);
  }
}

void FrontDoor::finish(const Request& request, Reply& reply, const std::string& route, const Headers& limits) const {
  reply.route = route;
  for (const auto& [name, value] : limits.all()) reply.headers.add(name, value);
  add_cross_origin(request, reply.headers);
  add_security(reply.headers);
}

Reply FrontDoor::refuse(const Request& request, const Problem& problem, const Headers& headers) const {
  Reply reply = problem_reply(problem, request.id, headers);
  finish(request, reply, {}, {});
  return reply;
}

Reply FrontDoor::answer(const Request& request) {
  std::string route;
  Headers limits;
  Reply reply = guarded(request, route, [&] { return admitted(request, route, limits); });
  if (auto* content = std::get_if<std::unique_ptr<Waiting>>(&reply.content)) {
    Waiting& waiting = **content;
    waiting.then = [this, &request, route, limits, then = std::move(waiting.then)] {
      Reply made = guarded(request, route, then);
      finish(request, made, route, limits);
      return made;
    };
    reply.route = route;
    return reply;
  }
  finish(request, reply, route, limits);
  return reply;
}

}  // namespace exportd::api
