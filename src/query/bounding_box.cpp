#include "query/bounding_box.hpp"

#include <array>
#include <cstddef>
#include <vector>

#include "query/items.hpp"
#include "query/number.hpp"
#include "query/single_number.hpp"

namespace exportd::query {

namespace {

QueryError bad_box(std::string_view parameter, std::string_view value, std::string problem, std::string expected) {
  return {.code = "bad_value",
          .parameter = std::string(parameter),
          .value = std::string(value),
          .problem = std::move(problem),
          .expected = std::move(expected),
          .nearest = {}};
}

struct Side {
  const char* name;
  const char* least;
  const char* greatest;
};

constexpr std::array<Side, 4> sides = {
    {{"west", "-180", "180"}, {"south", "-90", "90"}, {"east", "-180", "180"}, {"north", "-90", "90"}}};

using Numbers = std::array<std::string, 4>;

Result<Numbers, QueryError> numbers_of(std::string_view parameter, std::string_view text) {
  const std::vector<std::string_view> parts = split(text, ",");
  if (parts.size() != sides.size()) {
    return Err{bad_box(parameter, text, "is not four numbers", "west,south,east,north in degrees")};
  }
  Numbers numbers;
  for (std::size_t i = 0; i < sides.size(); ++i) {
    auto number = one_number(parameter, parts[i]);
    if (!number) return Err{number.error()};
    numbers[i] = std::move(number).value();
    const Side& side = sides[i];
    if (numbers[i].empty()) {
      return Err{bad_box(parameter, text, std::string("lacks ") + side.name, "west,south,east,north in degrees")};
    }
    if (compare_numbers(numbers[i], side.least) < 0 || compare_numbers(numbers[i], side.greatest) > 0) {
      return Err{bad_box(parameter, numbers[i], std::string("is out of range for ") + side.name,
                         std::string("degrees from ") + side.least + " to " + side.greatest)};
    }
  }
  if (compare_numbers(numbers[1], numbers[3]) > 0) {
    return Err{bad_box(parameter, numbers[1], "in the south is above " + shown(numbers[3]) + " in the north",
                       "south ≤ north (west > east crosses the antimeridian)")};
  }
  return numbers;
}

}  // namespace

Result<Box, QueryError> parse_bounding_box(std::string_view parameter, std::span<const std::string> values) {
  Box box;
  for (const std::string& value : values) {
    if (value.empty()) continue;
    const auto numbers = numbers_of(parameter, value);
    if (!numbers) return Err{numbers.error()};
    const auto& [west, south, east, north] = *numbers;
    const std::string canonical = west + "," + south + "," + east + "," + north;
    if (!box.canonical.empty() && box.canonical != canonical) {
      return Err{QueryError{.code = "conflict",
                            .parameter = std::string(parameter),
                            .value = canonical,
                            .problem = "is given beside " + shown(box.canonical),
                            .expected = "one box",
                            .nearest = {}}};
    }
    box.canonical = canonical;
    box.clause = {number_value(west), number_value(south), number_value(east), number_value(north)};
  }
  return box;
}

}  // namespace exportd::query
