// A JSON object of parameters as name and value pairs, in their order and with every repetition: a parser that keeps
// the last of two equal keys would export other rows than were asked for.
#pragma once

#include <string_view>
#include <vector>

#include "query/pairs.hpp"

namespace exportd::api {

// Numbers keep their text. Throws ProblemAnswer: 400 for what is not JSON, 422 for what is not flat.
[[nodiscard]] std::vector<query::NameValue> json_pairs(std::string_view text);

}  // namespace exportd::api
