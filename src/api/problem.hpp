// Errors as problem+json (RFC 9457): type, title, status, detail, code, and parameter where one is at fault. No path,
// host or stack is ever in one: the operator's detail goes to the log.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "api/http_message.hpp"
#include "core/failure.hpp"
#include "core/task_queue.hpp"
#include "query/query_error.hpp"

namespace exportd::api {

struct Problem {
  int status = 500;
  std::string code;       // snake_case
  std::string detail;     // "what: why: what to do"
  std::string parameter;  // empty: none
  boost::json::object more;
};

// Thrown by handlers, caught by the session: the answer is this problem.
struct ProblemAnswer {
  Problem problem;
  Headers headers;  // besides, such as Retry-After
};

[[nodiscard]] Reply problem_reply(const Problem& problem, std::string_view request_id, Headers headers = {});

[[nodiscard]] Problem problem_of(const Failure& failure);
[[nodiscard]] Problem problem_of(const query::QueryError& error);
[[nodiscard]] Problem problem_of(Refusal refusal);

[[nodiscard]] Problem not_found(std::string detail);

// The standard phrase of a status: "Not Found".
[[nodiscard]] std::string_view reason_phrase(int status);

}  // namespace exportd::api
