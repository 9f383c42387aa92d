#include "api/problem.hpp"

#include <boost/json/serialize.hpp>
#include <utility>

namespace exportd::api {

namespace json = boost::json;

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200: return "OK";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    default: return "Internal Server Error";
  }
}

Reply problem_reply(const Problem& problem, std::string_view request_id, Headers headers) {
  json::object body{{"type", "urn:exportd:problem:" + problem.code},
                    {"title", reason_phrase(problem.status)},
                    {"status", problem.status},
                    {"detail", problem.detail},
                    {"code", problem.code}};
  if (!problem.parameter.empty()) body["parameter"] = problem.parameter;
  for (const auto& [name, value] : problem.more) body[name] = value;
  body["requestId"] = request_id;
  headers.add("Content-Type", "application/problem+json");
  return {
      .status = problem.status, .headers = std::move(headers), .content = json::serialize(body) + "\n", .route = {}};
}

Problem problem_of(const Failure& failure) {
  switch (failure.kind()) {
    case FailureKind::reject:
    case FailureKind::too_many:
      return {.status = 422,
              .code = failure.code(),
              .detail = failure.message(),
              .parameter = failure.parameter(),
              .more = {}};
    case FailureKind::retry:
    case FailureKind::cancel:
    case FailureKind::lost_lease:
      return {.status = 503,
              .code = "try_again",
              .detail = "the service cannot answer at the moment: try again in a minute",
              .parameter = {},
              .more = {}};
    case FailureKind::ours: break;
  }
  return {.status = 500,
          .code = "internal_error",
          .detail = "something is wrong on our side: it is in the operator's log under this request's id",
          .parameter = {},
          .more = {}};
}

Problem problem_of(const query::QueryError& error) {
  return {.status = 422, .code = error.code, .detail = error.message(), .parameter = error.parameter, .more = {}};
}

Problem not_found(std::string detail) {
  return {.status = 404, .code = "not_found", .detail = std::move(detail), .parameter = {}, .more = {}};
}

Problem problem_of(Refusal refusal) {
  const auto made = [](int status, const char* code, const char* detail) {
    return Problem{.status = status, .code = code, .detail = detail, .parameter = {}, .more = {}};
  };
  switch (refusal) {
    case Refusal::queue_full: return made(503, "queue_full", "the queue is full: nothing was queued: try again later");
    case Refusal::not_found: return not_found("export: there is none of that id: check it, or request the export");
    case Refusal::wrong_token:
      return made(403, "wrong_token", "the token is not one of this export's: send the cancelToken you were given");
    case Refusal::already_ended: return made(409, "already_ended", "the export has ended: there is nothing to cancel");
    case Refusal::quota_spent: return made(429, "too_many_requests", "that was the last of today: try again tomorrow");
    case Refusal::lost_race:
    case Refusal::cancel_requested: break;
  }
  return made(409, "conflict", "the export is changing at this moment: look at it and try again");
}

}  // namespace exportd::api
