#include "query/words.hpp"

#include <gtest/gtest.h>

#include "tests/unit/query/shipped.hpp"

namespace exportd::query_test {
namespace {

std::string words(const Environment& environment, std::string_view query_string) {
  return query::in_words(environment, parsed(environment, query_string));
}

TEST(Words, SayTheSearchInASentence) {
  EXPECT_EQ(words(petdb(), ""), "All samples of PetDB.");
  EXPECT_EQ(words(synthesis(), "material=Glass||Whole Rock"),
            "Samples of EarthChem Synthesis where the material is glass or whole rock.");
  EXPECT_EQ(
      words(petdb(), "taxons=volcanic::[basalt||andesite]||dunite&minage=65&chemistry=(MAJ,SiO2,45,52),(,Zr,,)"),
      "Samples of PetDB where Zr is measured and SiO2 (major oxide) is between 45 and 52, the age may be 65 Ma or "
      "more, and the rock is classified as dunite or volcanic (andesite or basalt).");
  EXPECT_EQ(words(petdb(), "boundingBox=170,-25,-170,-15"),
            "Samples of PetDB where the position is within longitude 170° to -170° and latitude -25° to -15°.");
  EXPECT_EQ(words(petdb(), "polygons=0 0,2 0,1 1,0 0"),
            "Samples of PetDB where the position is inside a polygon of 3 corners.");
  EXPECT_EQ(words(petdb(), "polygons=0 0,2 0,1 1,0 0||5 5,6 5,5 6,5 5"),
            "Samples of PetDB where the position is inside one of 2 polygons.");
}

TEST(Words, OfExpressionsNameTheirBounds) {
  EXPECT_EQ(words(petdb(), "chemistry=(TE,,1,)"), "Samples of PetDB where any trace element is at least 1.");
  EXPECT_EQ(words(petdb(), "chemistry=(,Zr,,1)"), "Samples of PetDB where Zr is at most 1.");
  EXPECT_EQ(words(petdb(), "chemistry=(,Zr,1,1)"), "Samples of PetDB where Zr is 1.");
}

TEST(Words, CutLongLists) {
  EXPECT_EQ(words(petdb(), "igsn=a||b||c||d||e||f||g||h||i||j||k||l"),
            "Samples of PetDB where the IGSN is a, b, c, d, e, f, g, h, i or 3 more.");
}

TEST(Words, AreTheParametersOwnWhereTheEnvironmentHasNone) {
  Environment plain = petdb();
  for (ParameterSpec& spec : plain.parameters) spec.words.clear();
  plain.title.clear();
  EXPECT_EQ(words(plain, "igsn=a"), "Samples of petdb where igsn is a.");
}

}  // namespace
}  // namespace exportd::query_test
