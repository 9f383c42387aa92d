// The sweep against the definition: every pair of edges, in integers.
#include "query/simple_ring.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace exportd::query {
namespace {

using Point = std::pair<long, long>;

long turn(Point a, Point b, Point c) {
  const long product = (b.first - a.first) * (c.second - a.second) - (b.second - a.second) * (c.first - a.first);
  return (product > 0) - (product < 0);
}

bool on_edge(Point a, Point b, Point p) {
  return turn(a, b, p) == 0 && std::min(a.first, b.first) <= p.first && p.first <= std::max(a.first, b.first) &&
         std::min(a.second, b.second) <= p.second && p.second <= std::max(a.second, b.second);
}

bool share_point(Point a, Point b, Point c, Point d) {
  if (on_edge(a, b, c) || on_edge(a, b, d) || on_edge(c, d, a) || on_edge(c, d, b)) return true;
  return turn(a, b, c) != turn(a, b, d) && turn(c, d, a) != turn(c, d, b);
}

bool keep_apart_by_definition(const std::vector<Point>& corners) {
  const std::size_t n = corners.size();
  for (std::size_t i = 0; i < n; ++i) {
    const Point corner = corners[(i + 1) % n];
    const Point before = corners[i];
    const Point after = corners[(i + 2) % n];
    if (on_edge(before, corner, after) || on_edge(corner, after, before)) return false;
    for (std::size_t j = i + 2; j < n; ++j) {
      if (i == 0 && j == n - 1) continue;  // neighbours
      if (share_point(before, corner, corners[j], corners[(j + 1) % n])) return false;
    }
  }
  return true;
}

bool agree(const std::vector<Point>& drawn, const char* decimals) {
  std::vector<Point> corners;
  for (const Point& point : drawn) {
    if (corners.empty() || corners.back() != point) corners.push_back(point);
  }
  while (corners.size() > 1 && corners.back() == corners.front()) corners.pop_back();
  if (corners.size() < 3) return true;
  std::vector<DecimalPoint> exact;
  for (const auto& [x, y] : corners) {
    exact.push_back({std::to_string(x) + (x == 0 ? "" : decimals), std::to_string(y) + (y == 0 ? "" : decimals)});
  }
  return edges_keep_apart(exact) == keep_apart_by_definition(corners);
}

const auto small_point = [] { return rc::gen::pair(rc::gen::inRange<long>(-4, 5), rc::gen::inRange<long>(-4, 5)); };
const auto large_point = [] { return rc::gen::pair(rc::gen::inRange<long>(-99, 99), rc::gen::inRange<long>(-99, 99)); };

RC_GTEST_PROP(SimpleRing, AgreesWithTheDefinitionOnASmallGrid, ()) {
  const auto corners = *rc::gen::container<std::vector<Point>>(small_point());
  RC_ASSERT(agree(corners, ""));
}

RC_GTEST_PROP(SimpleRing, AgreesOnFewCornersWhereMostRingsAreSimple, ()) {
  const auto count = *rc::gen::inRange<std::size_t>(3, 8);
  const auto corners = *rc::gen::container<std::vector<Point>>(count, large_point());
  RC_ASSERT(agree(corners, ""));
}

// Zeros behind every number make it too long for 128 bits.
RC_GTEST_PROP(SimpleRing, AgreesInWideArithmetic, ()) {
  const auto count = *rc::gen::inRange<std::size_t>(3, 7);
  const auto corners = *rc::gen::container<std::vector<Point>>(count, small_point());
  RC_ASSERT(agree(corners, "0000000000000000000000000"));
}

TEST(SimpleRing, TakesAStarShapedRingOfManyCorners) {
  // x grows, y alternates; the last edges lead back below all of it.
  std::vector<DecimalPoint> corners;
  for (int i = 0; i < 1'998; ++i) corners.push_back({std::to_string(i), i % 2 == 0 ? "0.001" : "89.999"});
  corners.push_back({"1998", "-1"});
  corners.push_back({"-1", "-1"});
  EXPECT_TRUE(edges_keep_apart(corners));
  corners[1'000].y = "-2";
  EXPECT_FALSE(edges_keep_apart(corners));
}

}  // namespace
}  // namespace exportd::query
