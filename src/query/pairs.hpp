// The outer grammar of a query string: name=value pairs, percent-encoded (docs/task-id.md).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"
#include "query/query_error.hpp"

namespace exportd::query {

// Name and value, decoded: UTF-8, may be empty, may hold control characters.
using NameValue = std::pair<std::string, std::string>;

// Splits at & and the first =, in this order; empty pieces and one leading ? are skipped; `+` is a space, %XX its byte.
// An error where a % is not followed by two hexadecimal digits, or where the bytes are not UTF-8.
[[nodiscard]] Result<std::vector<NameValue>, QueryError> decode_pairs(std::string_view query_string);

// The inverse, sorted by name: every byte but A-Z a-z 0-9 - . _ ~ as %XX.
[[nodiscard]] std::string encode_sorted(std::vector<NameValue> pairs);

}  // namespace exportd::query
