// QueryError: what is wrong with a request, said so that its author can mend it.
#pragma once

#include <string>
#include <string_view>

namespace exportd::query {

struct QueryError {
  std::string code;  // snake_case: "unknown_parameter", "bad_value", "conflict", "too_many", "too_long", "bad_encoding"
  std::string parameter;  // as given; may be empty when the query as a whole is at fault
  std::string value;      // the offending value or part of it, as given: any bytes
  std::string problem;    // why: follows the value, "is not a number"
  std::string expected;   // what to do: "a decimal number such as 0.5 or 1e3"
  std::string nearest;    // the nearest known name, or empty

  // "what: why: what to do" on one line; value and parameter shortened, control characters escaped.
  [[nodiscard]] std::string message() const;
};

// `text` in double quotes for people: at most 60 characters, control characters and broken UTF-8 escaped.
[[nodiscard]] std::string shown(std::string_view text);

}  // namespace exportd::query
