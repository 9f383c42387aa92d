// docs/search-parameters.md section 8: boundingBox, its edges, polygons.
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/query/shipped.hpp"

namespace exportd::query_test {
namespace {

struct Case {
  const char* why;
  const char* given;
  const char* want;
};

TEST(BoundingBox, IsFourCanonicalNumbers) {
  static constexpr Case cases[] = {
      {"as given", "boundingBox=-161,18,-154,23", "-161,18,-154,23"},
      {"numbers are canonical", "boundingBox=1.70e2,-025,%2B5.,.5", "170,-25,5,0.5"},
      {"the whole world", "boundingBox=-180,-90,180,90", "-180,-90,180,90"},
      {"west > east crosses the antimeridian", "boundingBox=170,-25,-170,-15", "170,-25,-170,-15"},
      {"180 and -180 are different", "boundingBox=180,0,-180,0", "180,0,-180,0"},
      {"a point", "boundingBox=1,2,1,2", "1,2,1,2"},
      {"the same box twice", "boundingBox=1,2,3,4&boundingBox=1.0,2,3,4e0", "1,2,3,4"},
      {"the four edges", "west=1&south=2&east=3&north=4", "1,2,3,4"},
      {"edges twice the same", "west=1&west=1.0&south=2&east=3&north=4", "1,2,3,4"},
      {"edges and the same box", "west=1&south=2&east=3&north=4&boundingBox=1,2,3,4.0", "1,2,3,4"},
  };
  for (const auto& c : cases) EXPECT_EQ(value_of(synthesis(), c.given), c.want) << c.why;
  EXPECT_EQ(canonical(synthesis(), "west=&south=&east=&north="), "") << "empty edges are not given";
}

TEST(BoundingBox, IsRefusedWhereItIsNone) {
  static constexpr Case cases[] = {
      {"three numbers", "boundingBox=1,2,3", "422 1,2,3 is not four numbers"},
      {"five numbers", "boundingBox=1,2,3,4,5", "422 1,2,3,4,5 is not four numbers"},
      {"an empty part", "boundingBox=1,,3,4", "422 1,,3,4 lacks south"},
      {"no number", "boundingBox=1,2,x,4", "422 x is not a number"},
      {"spaces around a number", "boundingBox=1,+2,3,4", "422  2 is not a number"},
      {"a longitude beyond 180", "boundingBox=180.5,2,3,4", "422 180.5 is out of range for west"},
      {"beyond by less than a double can tell", "boundingBox=1,2,180.00000000000000000001,4",
       "422 180.00000000000000000001 is out of range for east"},
      {"a latitude beyond 90", "boundingBox=1,-90.1,3,4", "422 -90.1 is out of range for south"},
      {"south above north", "boundingBox=1,5,3,4", "422 5 in the south is above \"4\" in the north"},
      {"two boxes", "boundingBox=1,2,3,4&boundingBox=1,2,3,5", "422 1,2,3,5 is given beside \"1,2,3,4\""},
      {"|| is no separator of boxes", "boundingBox=1,2,3,4||1,2,3,5", "422 1,2,3,4||1,2,3,5 is not four numbers"},
      {"one edge alone", "west=1", "422  is given without north"},
      {"an empty edge", "west=1&south=2&east=3&north=", "422  is given without north"},
      {"two values of one edge", "west=1&west=2&south=2&east=3&north=4", "422 2 is given beside \"1\""},
      {"edges beside another box", "west=1&south=2&east=3&north=4&boundingBox=1,2,3,5",
       "422 1,2,3,4 is given beside \"1,2,3,5\""},
  };
  for (const auto& c : cases) EXPECT_EQ(value_of(synthesis(), c.given), c.want) << c.why;
  EXPECT_EQ(canonical(petdb(), "west=1&south=2&east=3&north=4").substr(0, 8), "422 west") << "petdb has no edges";
}

TEST(BoundingBox, GivesAClause) {
  const auto request = parsed(synthesis(), "west=170&south=-25.5&east=-170&north=-15");
  ASSERT_EQ(request.criteria.clauses.size(), 1U);
  const auto& box = std::get<BoxClause>(request.criteria.clauses[0]);
  EXPECT_EQ(box.west, 170);
  EXPECT_EQ(box.south, -25.5);
  EXPECT_EQ(box.east, -170);
  EXPECT_EQ(box.north, -15);
}

TEST(Polygons, AreVerticesInTheirOrder) {
  static constexpr Case cases[] = {
      {"a triangle", "polygons=0 0,2 0,1 1,0 0", "0 0,2 0,1 1,0 0"},
      {"one space, canonical numbers", "polygons=+-0++0.0+,2e0+++0,1+1.50+,0+0", "0 0,2 0,1 1.5,0 0"},
      {"the order is not changed", "polygons=1 1,0 0,2 0,1 1", "1 1,0 0,2 0,1 1"},
      {"nor the direction", "polygons=0 0,1 1,2 0,0 0", "0 0,1 1,2 0,0 0"},
      {"equal neighbours are one", "polygons=0 0,0 0,2 0,2.0 0,1 1,0 0,0 0", "0 0,2 0,1 1,0 0"},
      {"rings are sorted, each once", "polygons=5 5,6 5,5 6,5 5||0 0,2 0,1 1,0 0||5 5,6 5,5 6,5.0 5",
       "0 0,2 0,1 1,0 0||5 5,6 5,5 6,5 5"},
      {"a repeated parameter adds rings", "polygons=5 5,6 5,5 6,5 5&polygons=0 0,2 0,1 1,0 0",
       "0 0,2 0,1 1,0 0||5 5,6 5,5 6,5 5"},
      {"rings may cross each other", "polygons=0 0,2 0,1 1,0 0||0 0.5,2 0.5,1 2,0 0.5",
       "0 0,2 0,1 1,0 0||0 0.5,2 0.5,1 2,0 0.5"},
      {"three corners on one line between others", "polygons=0 0,1 0,2 0,1 1,0 0", "0 0,1 0,2 0,1 1,0 0"},
      {"the alias", "polygon=0 0,2 0,1 1,0 0", "0 0,2 0,1 1,0 0"},
      {"numbers that need more than 128 bits", "polygons=0 0,1e300 0,0 1e-300,0 0", nullptr},
  };
  for (const auto& c : cases) {
    const std::string wide = "0 0,1" + std::string(300, '0') + " 0,0 0." + std::string(299, '0') + "1,0 0";
    EXPECT_EQ(value_of(synthesis(), c.given), c.want == nullptr ? wide : c.want) << c.why;
  }
}

TEST(Polygons, AreRefusedWhereTheyAreNone) {
  static constexpr Case cases[] = {
      {"not closed", "polygons=0 0,2 0,1 1", "422 0 0,2 0,1 1 is not closed"},
      {"two corners", "polygons=0 0,2 0,0 0", "422 0 0,2 0,0 0 has fewer than three corners"},
      {"one point", "polygons=0 0,0 0,0 0,0 0", "422 0 0,0 0,0 0,0 0 has fewer than three corners"},
      {"a vertex of one number", "polygons=0 0,2,1 1,0 0", "422 2 is not a longitude and a latitude"},
      {"a vertex of three numbers", "polygons=0 0,2 0 0,1 1,0 0", "422 0 0 is not a number"},
      {"no number", "polygons=0 0,2 x,1 1,0 0", "422 x is not a number"},
      {"an empty vertex", "polygons=0 0,,2 0,1 1,0 0", "422  is not a longitude and a latitude"},
      {"a bow tie", "polygons=0 0,2 2,2 0,0 2,0 0", "422 0 0,2 2,2 0,0 2,0 0 has edges that cross or touch"},
      {"a corner on another edge", "polygons=0 0,4 0,4 4,2 0,0 4,0 0",
       "422 0 0,4 0,4 4,2 0,0 4,0 0 has edges that cross or touch"},
      {"one corner twice", "polygons=0 0,2 2,4 0,4 4,2 2,0 4,0 0",
       "422 0 0,2 2,4 0,4 4,2 2,0 4,0 0 has edges that cross or touch"},
      {"an edge that comes back", "polygons=0 0,4 0,2 0,2 2,0 0",
       "422 0 0,4 0,2 0,2 2,0 0 has edges that cross or touch"},
      {"all on one line", "polygons=0 0,1 0,2 0,0 0", "422 0 0,1 0,2 0,0 0 has edges that cross or touch"},
      {"upright too", "polygons=0 0,0 1,0 2,0 0", "422 0 0,0 1,0 2,0 0 has edges that cross or touch"},
      {"0.3 lies on the line from 0 to 0.1 0.2 exactly, in doubles it does not", "polygons=0 0,1 2,2 0,0.3 0.6,0 0",
       "422 0 0,1 2,2 0,0.3 0.6,0 0 has edges that cross or touch"},
  };
  for (const auto& c : cases) EXPECT_EQ(value_of(synthesis(), c.given), c.want) << c.why;
  EXPECT_EQ(value_of(synthesis(), "polygons=0 0,1 2,2 0,0.30000000000000000001 0.6,0 0").substr(0, 3), "0 0")
      << "beside the line by less than a double can tell";
}

// A comb of n corners in all: teeth on a base line.
std::string comb(std::size_t corners) {
  std::string ring = "0 0";
  for (std::size_t i = 1; i < corners; ++i) {
    ring += "," + std::to_string(i) + " " + (i == corners - 1 ? "-1" : i % 2 == 0 ? "1" : "50");
  }
  return ring + ",0 0";
}

TEST(Polygons, HaveAtMost2000Corners) {
  EXPECT_TRUE(value_of(petdb(), "polygons=" + comb(2000)).starts_with("0 0,1 50"));
  EXPECT_EQ(value_of(petdb(), "polygons=" + comb(2001)), "422  has a polygon of 2001 corners");
}

TEST(Polygons, BoundTheDigitsOfACoordinate) {
  EXPECT_EQ(canonical(petdb(), "polygons=0 0,1 0,0 0." + std::string(990, '1') + ",0 0").substr(0, 3), "pol");
  EXPECT_EQ(canonical(petdb(), "polygons=0 0,1 0,0 0." + std::string(1000, '1') + ",0 0").substr(0, 3), "422");
}

TEST(Polygons, GiveRingsWithoutTheClosingVertex) {
  const auto request = parsed(petdb(), "polygons=5 5,6 5,5 6,5 5||-1.5 0,2 0,1 1,-1.5 0");
  ASSERT_EQ(request.criteria.clauses.size(), 1U);
  const auto& polygons = std::get<PolygonClause>(request.criteria.clauses[0]);
  ASSERT_EQ(polygons.rings.size(), 2U);
  ASSERT_EQ(polygons.rings[0].size(), 3U);
  EXPECT_EQ(polygons.rings[0][0].longitude, -1.5);
  EXPECT_EQ(polygons.rings[1][2].latitude, 6);
}

}  // namespace
}  // namespace exportd::query_test
