// The bytes of JSON and NDJSON files: framing, escapes, what is a number, null and absent.
#include <gtest/gtest.h>

#include "tests/unit/table/exporting.hpp"

namespace exportd::table::testing {
namespace {

FileOptions of_type(FileType type) {
  FileOptions options;
  options.file_type = type;
  return options;
}

TEST(JsonBytes, an_array_of_objects_one_a_line) {
  EXPECT_EQ(json({R"({"sampleId":"a","age":1.50})", R"({"sampleId":"b"})"}),
            "[\n{\"sampleId\":\"a\",\"age\":1.50},\n{\"sampleId\":\"b\"}\n]\n");
  EXPECT_EQ(json({}), "[]\n");
}

TEST(JsonBytes, ndjson_is_an_object_and_a_line_feed) {
  EXPECT_EQ(json({R"({"sampleId":"a","age":1})", R"({"sampleId":"b"})"}, of_type(FileType::ndjson)),
            "{\"sampleId\":\"a\",\"age\":1}\n{\"sampleId\":\"b\"}\n");
  EXPECT_EQ(json({}, of_type(FileType::ndjson)), "");
}

TEST(JsonBytes, keys_stand_in_the_order_of_the_columns) {
  EXPECT_EQ(json({R"({"comment":"c","results":[{"variable":"Zr","value":1}],"age":2,"sampleId":"s"})"}),
            "[\n{\"sampleId\":\"s\",\"age\":2,\"comment\":\"c\",\"Zr\":1}\n]\n");
}

TEST(JsonBytes, absent_is_left_out_and_null_is_null) {
  EXPECT_EQ(object(R"("age":null,"comment":"")"), R"({"age":null,"comment":""})");
  EXPECT_EQ(object(R"("results":[{"variable":"Zr","value":null}])"), R"({"Zr":null})");
  EXPECT_EQ(object(R"("results":[{"variable":"Zr"}])"), "{}");
}

TEST(JsonBytes, only_what_must_be_escaped_is) {
  struct Case {
    const char* why;
    std::string document, file;
  };
  const Case cases[] = {
      {"quote and backslash", R"(\"\\)", R"(\"\\)"},
      {"short escapes", R"(\u0008\u0009\u000a\u000c\u000d)", R"(\b\t\n\f\r)"},
      {"other controls, in lower case", R"(\u0000\u001F\u000b)", R"(\u0000\u001f\u000b)"},
      {"a slash is bare", R"(a\/b)", "a/b"},
      {"DEL is bare", R"(\u007f)", "\x7f"},
      {"letters are bare", R"(\u0041\u00e9\u2028)", "A\xC3\xA9\xE2\x80\xA8"},
      {"a pair is one character", R"(\uD834\uDD1E)", "\xF0\x9D\x84\x9E"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(object("\"comment\":\"" + c.document + "\""), "{\"comment\":\"" + c.file + "\"}") << c.why;
  }
}

TEST(JsonBytes, keys_are_escaped_too) {
  EXPECT_EQ(object(R"("results":[{"variable":"a\"b\\\n","value":1}])"), R"({"a\"b\\\n":1})");
}

TEST(JsonBytes, a_cell_is_a_number_only_if_it_is_one_number_of_the_document) {
  struct Case {
    const char* why;
    std::string fields, object;
  };
  const Case cases[] = {
      {"a number, verbatim", R"("age":-0.0)", R"({"age":-0.0})"},
      {"no double could hold it", R"("age":1E400)", R"({"age":1E400})"},
      {"a number as text", R"("age":"12")", R"({"age":"12"})"},
      {"true is a text", R"("age":true)", R"({"age":"true"})"},
      {"one number in a list", R"("expeditions":[5])", R"({"expeditions":5})"},
      {"null beside it is left out", R"("expeditions":[null,5])", R"({"expeditions":5})"},
      {"two numbers are a text", R"("expeditions":[5,6])", R"({"expeditions":"5; 6"})"},
      {"a qualifier", R"("results":[{"variable":"Zr","value":5,"qualifier":"<"}])", R"({"Zr":"<5"})"},
      {"an empty qualifier is not in the cell", R"("results":[{"variable":"Zr","value":5,"qualifier":""}])",
       R"({"Zr":5})"},
      {"two results", R"("results":[{"variable":"Zr","value":5},{"variable":"Zr","value":6}])", R"({"Zr":"5; 6"})"},
      {"one of two shows nothing", R"("results":[{"variable":"Zr","value":null},{"variable":"Zr","value":6}])",
       R"({"Zr":6})"},
      {"an object is a text", R"("comment":{"a":1})", R"({"comment":"{\"a\":1}"})"},
  };
  for (const Case& c : cases) EXPECT_EQ(object(c.fields), c.object) << c.why;
}

}  // namespace
}  // namespace exportd::table::testing
