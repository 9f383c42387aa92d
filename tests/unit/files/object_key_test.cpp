#include "files/object_key.hpp"

#include <gtest/gtest.h>

namespace exportd::files {
namespace {

TEST(ObjectKeys, begin_with_what_a_key_can_begin_with) {
  for (const char* const prefix : {"", "a", "a/", "a/b", "a/.", "a/..", ".", "..", "..a/b", "petdb/x/local.staged-"})
    EXPECT_TRUE(may_begin_key(prefix)) << prefix;
  for (const char* const prefix : {"/", "//", "a//", "a//b", "../", "./a", "a/../", "a/./b", "a b", "\xc3\xa4", "a\\"})
    EXPECT_FALSE(may_begin_key(prefix)) << prefix;
  EXPECT_TRUE(may_begin_key(std::string(key_segment_bytes_max, 'a') + "/"));
  EXPECT_FALSE(may_begin_key(std::string(key_segment_bytes_max + 1, 'a')));
}

}  // namespace
}  // namespace exportd::files
