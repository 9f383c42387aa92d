// A parameter that takes one number or one year, however often it is given.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "query/query_error.hpp"

namespace exportd::query {

// One number in its canonical text, "" = none. A space around it is an error: most likely a + that was not encoded.
[[nodiscard]] Result<std::string, QueryError> one_number(std::string_view parameter, std::string_view text);

// The one value of a parameter given once or several times, canonical; "" = none; two different ones: an error.
enum class SingleKind { number, year };
[[nodiscard]] Result<std::string, QueryError> single_value(std::string_view parameter,
                                                           std::span<const std::string> values, SingleKind kind);

// The canonical years of a list, sorted by bytes, each once.
[[nodiscard]] Result<std::vector<std::string>, QueryError> year_list(std::string_view parameter,
                                                                     std::span<const std::string> values);

// The error for bounds the wrong way round; `problem` and `expected` are built from the two canonical texts.
[[nodiscard]] QueryError reversed_bounds(std::string_view parameter, std::string_view min, std::string_view max);

}  // namespace exportd::query
