#include "tasks/whole_utf8.hpp"

#include <gtest/gtest.h>

namespace exportd::tasks {
namespace {

const std::string mark = "\xEF\xBF\xBD";

TEST(WholeUtf8, leaves_every_text_in_utf8_as_it_is) {
  for (const std::string& text :
       {std::string(), std::string("plain"), std::string("a\0b", 3), std::string("\x7f\xc2\x80\xdf\xbf"),
        std::string("\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf"),
        std::string("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"), mark}) {
    EXPECT_EQ(whole_utf8(text), text);
  }
}

TEST(WholeUtf8, marks_every_byte_that_is_no_part_of_a_character) {
  EXPECT_EQ(whole_utf8("caf\xe9"), "caf" + mark);
  EXPECT_EQ(whole_utf8("\xff\xfe."), mark + mark + ".");
  EXPECT_EQ(whole_utf8("\xc3\"\xa5"), mark + "\"" + mark) << "a quote that stands inside a character stays";
  EXPECT_EQ(whole_utf8("\xc0\x80"), mark + mark) << "longer than need be";
  EXPECT_EQ(whole_utf8("\xe0\x9f\xbf"), mark + mark + mark) << "longer than need be";
  EXPECT_EQ(whole_utf8("\xf0\x8f\xbf\xbf"), mark + mark + mark + mark) << "longer than need be";
  EXPECT_EQ(whole_utf8("\xed\xa0\x80"), mark + mark + mark) << "a surrogate";
  EXPECT_EQ(whole_utf8("\xf4\x90\x80\x80"), mark + mark + mark + mark) << "above the last code point";
  EXPECT_EQ(whole_utf8("\xe2\x82\xac\xe2\x82"), "\xe2\x82\xac" + mark + mark) << "cut off";
}

}  // namespace
}  // namespace exportd::tasks
