#include "core/nearest_name.hpp"

#include <gtest/gtest.h>

#include <array>

namespace exportd {
namespace {

const std::array<std::string, 3> words = {"none", "gzip", "zstd"};

TEST(NearestName, is_the_one_with_the_fewest_changes_however_many) {
  EXPECT_EQ(nearest_name("gzp", words), "gzip");
  EXPECT_EQ(nearest_name("yes", words), "none");
  EXPECT_EQ(nearest_name("x", {}), "");
}

TEST(SimilarName, is_none_when_more_than_half_would_have_to_change) {
  EXPECT_EQ(similar_name("gz", words), "gzip");
  EXPECT_EQ(similar_name("ZSTD", words), "zstd");
  EXPECT_EQ(similar_name("brotli", words), "");
  EXPECT_EQ(similar_name("", words), "");
  EXPECT_EQ(similar_name("x", {}), "");
}

}  // namespace
}  // namespace exportd
