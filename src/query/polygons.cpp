#include "query/polygons.hpp"

#include <map>
#include <optional>

#include "core/limits.hpp"
#include "query/items.hpp"
#include "query/number.hpp"
#include "query/simple_ring.hpp"

namespace exportd::query {

namespace {

constexpr const char* grammar = "lon lat,lon lat,… with the first vertex again at the end";

QueryError bad_ring(std::string_view parameter, std::string_view text, std::string problem,
                    std::string expected = grammar) {
  return {.code = "bad_value",
          .parameter = std::string(parameter),
          .value = std::string(text),
          .problem = std::move(problem),
          .expected = std::move(expected),
          .nearest = {}};
}

Result<std::string, QueryError> coordinate(std::string_view parameter, std::string_view text) {
  auto number = canonical_number(text);
  if (!number) return Err{bad_ring(parameter, text, problem_of(number.error()))};
  if (number->size() > coordinate_characters_max) {
    return Err{
        bad_ring(parameter, text, "has too many digits", "at most " + std::to_string(coordinate_characters_max))};
  }
  return std::move(number).value();
}

Result<DecimalPoint, QueryError> vertex(std::string_view parameter, std::string_view text) {
  const std::string_view pair = trimmed(text);
  const std::size_t space = pair.find(' ');
  if (space == std::string_view::npos) return Err{bad_ring(parameter, text, "is not a longitude and a latitude")};
  auto x = coordinate(parameter, pair.substr(0, space));
  if (!x) return Err{x.error()};
  auto y = coordinate(parameter, trimmed(pair.substr(space)));
  if (!y) return Err{y.error()};
  return DecimalPoint{std::move(x).value(), std::move(y).value()};
}

// The corners of a ring, closed, equal neighbours made one.
Result<std::vector<DecimalPoint>, QueryError> corners_of(std::string_view parameter, std::string_view text) {
  std::vector<DecimalPoint> corners;
  for (const std::string_view piece : split(text, ",")) {
    auto point = vertex(parameter, piece);
    if (!point) return Err{point.error()};
    if (corners.empty() || corners.back() != *point) corners.push_back(std::move(point).value());
  }
  if (corners.front() != corners.back()) return Err{bad_ring(parameter, text, "is not closed")};
  if (corners.size() > 1) corners.pop_back();
  if (corners.size() < 3) return Err{bad_ring(parameter, text, "has fewer than three corners")};
  if (corners.size() > limits::polygon_corners_max) {
    return Err{QueryError{.code = "too_many",
                          .parameter = std::string(parameter),
                          .value = {},
                          .problem = "has a polygon of " + std::to_string(corners.size()) + " corners",
                          .expected = "at most " + std::to_string(limits::polygon_corners_max),
                          .nearest = {}}};
  }
  if (!edges_keep_apart(corners)) {
    return Err{bad_ring(parameter, text, "has edges that cross or touch", "a polygon whose edges keep apart")};
  }
  return corners;
}

std::string ring_text(const std::vector<DecimalPoint>& corners) {
  std::string text;
  for (const DecimalPoint& corner : corners) text += corner.x + " " + corner.y + ",";
  return text + corners.front().x + " " + corners.front().y;
}

Ring ring_of(const std::vector<DecimalPoint>& corners) {
  Ring ring;
  for (const DecimalPoint& corner : corners) ring.push_back({number_value(corner.x), number_value(corner.y)});
  return ring;
}

}  // namespace

Result<Polygons, QueryError> parse_polygons(std::string_view parameter, std::span<const std::string> values) {
  std::map<std::string, Ring> rings;
  for (const std::string_view item : list_items(values)) {
    const auto corners = corners_of(parameter, item);
    if (!corners) return Err{corners.error()};
    rings.emplace(ring_text(*corners), ring_of(*corners));
  }
  Polygons polygons;
  std::vector<std::string> texts;
  for (auto& [text, ring] : rings) {
    texts.push_back(text);
    polygons.rings.push_back(std::move(ring));
  }
  auto canonical = joined_list(parameter, texts);
  if (!canonical) return Err{canonical.error()};
  polygons.canonical = std::move(canonical).value();
  return polygons;
}

}  // namespace exportd::query
