#include "query/number.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <system_error>

namespace exportd::query {

namespace {

constexpr int exponent_max = 308;
constexpr std::size_t year_digits_max = 9;
// 10^308 has 309 digits before its point and the largest double is about 1.8 of it.
constexpr std::size_t integer_digits_of_largest = 309;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Takes the digits that `text` begins with off it.
std::string_view take_digits(std::string_view& text) {
  std::size_t count = 0;
  while (count < text.size() && is_digit(text[count])) ++count;
  const std::string_view digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

bool take_sign(std::string_view& text) {
  if (text.empty() || (text[0] != '+' && text[0] != '-')) return false;
  const bool minus = text[0] == '-';
  text.remove_prefix(1);
  return minus;
}

std::string_view without_leading_zeros(std::string_view digits) {
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  return digits;
}

// The exponent after e or E, which must be all of `text`.
Result<int, NumberFault> exponent_of(std::string_view text) {
  const bool minus = take_sign(text);
  const std::string_view written = take_digits(text);
  if (written.empty() || !text.empty()) return Err{NumberFault::not_a_number};
  const std::string_view digits = without_leading_zeros(written);
  if (digits.size() > 3) return Err{NumberFault::exponent_too_large};
  int exponent = 0;
  for (const char c : digits) exponent = exponent * 10 + (c - '0');
  if (exponent > exponent_max) return Err{NumberFault::exponent_too_large};
  return minus ? -exponent : exponent;
}

// The number 0.DIGITS × 10^point in plain decimal.
std::string plain_decimal(bool minus, std::string digits, std::ptrdiff_t point) {
  const std::size_t zeros = std::min(digits.find_first_not_of('0'), digits.size());
  digits.erase(0, zeros);
  point -= static_cast<std::ptrdiff_t>(zeros);
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.empty()) return "0";

  std::string text = minus ? "-" : "";
  const auto count = static_cast<std::ptrdiff_t>(digits.size());
  if (point <= 0) return text + "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  if (point >= count) return text + digits + std::string(static_cast<std::size_t>(point - count), '0');
  return text + digits.insert(static_cast<std::size_t>(point), ".");
}

// A canonical number without its sign, taken apart.
struct Magnitude {
  std::string_view whole;
  std::string_view fraction;

  explicit Magnitude(std::string_view text) : whole(text.substr(0, text.find('.'))) {
    if (whole.size() < text.size()) fraction = text.substr(whole.size() + 1);
  }
};

bool beyond_double(std::string_view canonical) {
  const std::string_view positive = canonical.substr(canonical.starts_with('-') ? 1 : 0);
  const std::size_t digits = Magnitude(positive).whole.size();
  if (digits != integer_digits_of_largest) return digits > integer_digits_of_largest;
  double value = 0;
  const auto parsed = std::from_chars(positive.data(), positive.data() + positive.size(), value);
  return parsed.ec == std::errc::result_out_of_range || std::isinf(value);
}

}  // namespace

std::string problem_of(NumberFault fault) {
  switch (fault) {
    case NumberFault::not_a_number: return "is not a number";
    case NumberFault::exponent_too_large: return "has an exponent beyond ±308";
    case NumberFault::beyond_double: return "is larger than any double";
  }
  return {};
}

Result<std::string, NumberFault> canonical_number(std::string_view text) {
  const bool minus = take_sign(text);
  const std::string_view whole = take_digits(text);
  std::string_view fraction;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    fraction = take_digits(text);
  }
  if (whole.empty() && fraction.empty()) return Err{NumberFault::not_a_number};
  int exponent = 0;
  if (!text.empty()) {
    if (text[0] != 'e' && text[0] != 'E') return Err{NumberFault::not_a_number};
    const auto parsed = exponent_of(text.substr(1));
    if (!parsed) return Err{parsed.error()};
    exponent = *parsed;
  }
  const auto point = static_cast<std::ptrdiff_t>(whole.size()) + exponent;
  std::string canonical = plain_decimal(minus, std::string(whole) + std::string(fraction), point);
  if (beyond_double(canonical)) return Err{NumberFault::beyond_double};
  return canonical;
}

std::strong_ordering compare_numbers(std::string_view a, std::string_view b) {
  const bool a_minus = a.starts_with('-');
  const bool b_minus = b.starts_with('-');
  if (a_minus != b_minus) return a_minus ? std::strong_ordering::less : std::strong_ordering::greater;
  if (a_minus) {
    std::swap(a, b);
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  const Magnitude x(a);
  const Magnitude y(b);
  if (x.whole.size() != y.whole.size()) return x.whole.size() <=> y.whole.size();
  if (const auto order = x.whole <=> y.whole; order != 0) return order;
  return x.fraction <=> y.fraction;  // no trailing zeros: a longer one with the same beginning is larger
}

double number_value(std::string_view canonical) {
  double value = 0;
  const auto parsed = std::from_chars(canonical.data(), canonical.data() + canonical.size(), value);
  // Overflow was refused when the text was made, so out of range means nearer to 0 than the least double.
  return parsed.ec == std::errc() ? value : 0.0;
}

std::optional<std::string> canonical_year(std::string_view text) {
  std::string_view rest = text;
  const std::string_view digits = take_digits(rest);
  if (digits.empty() || !rest.empty() || digits.size() > year_digits_max) return std::nullopt;
  const std::string_view year = without_leading_zeros(digits);
  return std::string(year.empty() ? "0" : year);
}

}  // namespace exportd::query
