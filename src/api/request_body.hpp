// The body of a request for an export: names and values, as JSON or as a form, like those of a query string.
#pragma once

#include <string>
#include <vector>

#include "api/http_message.hpp"
#include "query/pairs.hpp"

namespace exportd::api {

// application/json: one object of texts, numbers, true, false, null (as if not there) and lists of them (each a value);
// application/x-www-form-urlencoded: as a query string. Throws ProblemAnswer: 400 not what its type says, 415 another
// type, 422 a value of another kind.
[[nodiscard]] std::vector<query::NameValue> body_pairs(const Request& request);

}  // namespace exportd::api
