// What JSON a record may be: every refusal with its reason, and what is kept as it is.
#include "search/json_tree.hpp"

#include <gtest/gtest.h>

#include <string>

#include "search/record_values.hpp"

namespace exportd::search {
namespace {

std::string fault_of(std::string_view text) {
  JsonTree tree;
  const auto fault = tree.read(text);
  return fault ? fault->reason : "";
}

TEST(JsonTree, refuses_what_is_not_strict_json_and_says_why) {
  struct Case {
    std::string text;
    std::string reason;
  };
  using namespace std::string_literals;
  const Case cases[] = {
      {"", "there is nothing"},
      {" \t", "there is nothing"},
      {"{\"a\":1", "it ends too early"},
      {"{\"a\":", "it ends too early"},
      {"{\"a\"", "it ends too early"},
      {"{", "it ends too early"},
      {"{\"a\":1,}", "a key in quotes was expected here"},
      {"{a:1}", "a key in quotes was expected here"},
      {"{\"a\" 1}", "a : was expected here"},
      {"[1,]", "a value was expected here"},
      {"[1 2]", "a , or ] was expected here"},
      {"{\"a\":1]", "a , or } was expected here"},
      {"{} {}", "something follows the end of the value"},
      {"{}\0"s, "something follows the end of the value"},
      {"[NaN]", "NaN and Infinity are not JSON"},
      {"[-Infinity]", "NaN and Infinity are not JSON"},
      {"[Infinity]", "NaN and Infinity are not JSON"},
      {"[01]", "a number is not written as JSON writes it"},
      {"[1.]", "a number is not written as JSON writes it"},
      {"[.5]", "a number is not written as JSON writes it"},
      {"[+1]", "a number is not written as JSON writes it"},
      {"[1e]", "a number is not written as JSON writes it"},
      {"[0x10]", "a , or ] was expected here"},
      {"[True]", "a value was expected here"},
      {"['a']", "a value was expected here"},
      {"[\"a\nb\"]", "a control character in a text is not escaped"},
      {"[\"a\\n\tb\"]", "a control character in a text is not escaped"},
      {"[\"\0\"]"s, "a control character in a text is not escaped"},
      {"[\"abc", "a text has no end"},
      {"[\"abc\\", "a \\ is followed by no JSON escape"},
      {"[\"\\x\"]", "a \\ is followed by no JSON escape"},
      {"[\"\\u12", "a text has no end"},
      {"[\"\\u12G4\"]", "\\u is not followed by four hexadecimal digits"},
      {"[\"\\ud800\"]", "a lone surrogate"},
      {"[\"\\udc00\"]", "a lone surrogate"},
      {"[\"\\ud800\\u0041\"]", "a lone surrogate"},
      {"[\"\\ud800\\ud800\"]", "a lone surrogate"},
      {"{\"\\ud834\":1}", "a lone surrogate"},
      {"{\"a\":1,\"a\":2}", "the key \"a\" stands twice in one object"},
      {"{\"a\":1,\"\\u0061\":2}", "the key \"a\" stands twice in one object"},
      {"{\"x\":{\"a\":1,\"a\":2}}", "the key \"a\" stands twice in one object"},
      {"[\"\xC3\"]", "it is not UTF-8"},
      {"[\"\xED\xA0\x80\"]", "it is not UTF-8"},
      {"[\"\xC0\x80\"]", "it is not UTF-8"},
      {"[\"\xF4\x90\x80\x80\"]", "it is not UTF-8"},
  };
  for (const Case& c : cases) EXPECT_EQ(fault_of(c.text), c.reason) << c.text;
}

TEST(JsonTree, accepts_what_is_odd_but_json) {
  const std::string_view cases[] = {"{}",
                                    "[]",
                                    "\"x\"",
                                    "7",
                                    "null",
                                    " {\"a\" : [ 1 , 2 ] }\r",
                                    "[1E400,-0.0,0.10,123456789012345678901234567890]",
                                    "{\"\":1}",
                                    "{\"a\":{\"a\":{\"a\":1}}}",
                                    "[\"\xEF\xBB\xBF\"]",
                                    "[\"\xE2\x80\xA8\"]",
                                    "[\"\\ud834\\udd1e\"]",
                                    "{\"a\":1,\"A\":2,\"a \":3}"};
  for (const std::string_view text : cases) EXPECT_EQ(fault_of(text), "") << text;
}

TEST(JsonTree, finds_a_key_twice_among_thousands) {
  std::string text = "{";
  for (int key = 0; key < 3000; ++key) text += "\"k" + std::to_string(key) + "\":1,";
  EXPECT_EQ(fault_of(text + "\"z\":1}"), "");
  EXPECT_EQ(fault_of(text + "\"k7\":1}"), "the key \"k7\" stands twice in one object");
}

TEST(JsonTree, allows_a_depth_of_32_and_no_more) {
  EXPECT_EQ(fault_of(std::string(32, '[') + std::string(32, ']')), "");
  EXPECT_EQ(fault_of(std::string(33, '[') + std::string(33, ']')), "it is nested deeper than 32 levels");
  EXPECT_EQ(fault_of(std::string(1'000'000, '[')), "it is nested deeper than 32 levels");
}

TEST(JsonTree, unescapes_texts_and_keeps_numbers_as_written) {
  JsonTree tree;
  const std::string text = R"({"t":"\"\\\/\b\f\n\r\té\u20ac\ud834\udd1e\u0000|","n":1.50e+03,"l":[true,null]})";
  ASSERT_FALSE(tree.read(text).has_value());
  using namespace std::string_literals;
  EXPECT_EQ(tree.root().member("t")->text(), "\"\\/\b\f\n\r\t\xC3\xA9\xE2\x82\xAC\xF0\x9D\x84\x9E\0|"s);
  EXPECT_EQ(tree.root().member("n")->text(), "1.50e+03");
  EXPECT_EQ(tree.root().member("l")->text(), "[true,null]");
  EXPECT_FALSE(tree.root().member("x").has_value());
}

TEST(RecordValues, read_an_object_as_its_json_without_white_space) {
  JsonTree tree;
  const std::string text = "{ \"a b\" : [ 1 , \"c \\\" , \\\\\" , { } ] ,\t\"d\":\" \" }";
  ASSERT_FALSE(tree.read(text).has_value());
  std::string scratch;
  EXPECT_EQ(text_of(tree.root(), scratch), "{\"a b\":[1,\"c \\\" , \\\\\",{}],\"d\":\" \"}");
}

TEST(RecordValues, count_as_numbers_only_what_json_writes_so_and_a_double_holds) {
  struct Case {
    std::string_view text;
    std::optional<double> want;
  };
  const Case cases[] = {{"1.50", 1.5},
                        {"-0.0", -0.0},
                        {"1e-400", 0.0},
                        {"1E400", {}},
                        {"-1E400", {}},
                        {"007", {}},
                        {" 5", {}},
                        {"5 ", {}},
                        {"", {}},
                        {"NaN", {}},
                        {"9007199254740993", 9007199254740992.0},
                        {"5.", {}},
                        {"1e2", 100.0},
                        {"4.9e-324", 4.9e-324},
                        {"0x1", {}}};
  for (const Case& c : cases) EXPECT_EQ(number_of(c.text), c.want) << c.text;
}

}  // namespace
}  // namespace exportd::search
