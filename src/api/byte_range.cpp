#include "api/byte_range.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

namespace exportd::api {

namespace {

constexpr std::uint64_t number_max = std::numeric_limits<std::uint64_t>::max();

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// 1*DIGIT; one that is too large for 64 bits is behind the end of every file.
std::optional<std::uint64_t> number(std::string_view digits) {
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc() ? value : number_max;
}

bool is_bytes(std::string_view unit) {
  constexpr std::string_view bytes = "bytes";
  return std::ranges::equal(unit, bytes,
                            [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
}

RangeWanted part(std::uint64_t first, std::uint64_t last) {
  return {RangeWanted::Kind::part, {first, last}};
}

// "-n": the last n bytes. Of an empty file there is no part that Content-Range could name.
RangeWanted last_bytes(std::uint64_t n, std::uint64_t size) {
  if (n == 0) return {RangeWanted::Kind::unsatisfiable, {}};
  if (size == 0) return {};
  return part(n < size ? size - n : 0, size - 1);
}

}  // namespace

RangeWanted parse_range(std::string_view value, std::uint64_t size) {
  value = trimmed(value);
  const std::size_t equals = value.find('=');
  if (equals == std::string_view::npos || !is_bytes(value.substr(0, equals))) return {};
  const std::string_view range = trimmed(value.substr(equals + 1));
  const std::size_t dash = range.find('-');
  if (dash == std::string_view::npos) return {};
  const std::string_view last_digits = range.substr(dash + 1);
  const auto last = number(last_digits);
  if (dash == 0) return last ? last_bytes(*last, size) : RangeWanted{};
  const auto first = number(range.substr(0, dash));
  if (!first || (!last && !last_digits.empty())) return {};
  if (last && *last < *first) return {};
  if (*first >= size) return {RangeWanted::Kind::unsatisfiable, {}};
  return part(*first, std::min(last.value_or(number_max), size - 1));
}

RangeWanted range_wanted(const Request& request, std::uint64_t size, std::string_view tag) {
  if (request.method != Method::get || request.headers.count("Range") != 1) return {};
  if (request.headers.count("If-Range") > 1) return {};
  if (request.headers.count("If-Range") == 1 && trimmed(request.headers.first("If-Range")) != tag) return {};
  return parse_range(request.headers.first("Range"), size);
}

}  // namespace exportd::api
