// Numbers of a query as exact decimal texts, never through a double (docs/search-parameters.md section 10).
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace exportd::query {

enum class NumberFault { not_a_number, exponent_too_large, beyond_double };

// Why, to follow the value in a message: "is not a number".
[[nodiscard]] std::string problem_of(NumberFault fault);

// [+-] digits with optional point and exponent → plain decimal: no exponent, no +, no needless zeros, no -0.
[[nodiscard]] Result<std::string, NumberFault> canonical_number(std::string_view text);

// Exact order of two canonical numbers.
[[nodiscard]] std::strong_ordering compare_numbers(std::string_view a, std::string_view b);

// The nearest double of a canonical number; 0 for one too small for any other.
[[nodiscard]] double number_value(std::string_view canonical);

// 1–9 digits → without leading zeros; nullopt: not a year.
[[nodiscard]] std::optional<std::string> canonical_year(std::string_view text);

}  // namespace exportd::query
