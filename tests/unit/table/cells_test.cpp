// What the cell of an analyte shows of its results.
#include <gtest/gtest.h>

#include "tests/unit/table/exporting.hpp"

namespace exportd::table::testing {
namespace {

struct Case {
  const char* why;
  std::string results;  // of variable X, without that field
  std::string object;
};

std::string results_of(const std::string& results) {
  std::string fields = R"("results":[)";
  for (const char c : results) {
    fields.push_back(c);
    if (c == '{') fields.append(R"("variable":"X",)");
  }
  return fields + "]";
}

TEST(Cells, a_result_shows_value_else_text_else_qualifier) {
  const Case cases[] = {
      {"value", R"({"value":0.1})", R"({"X":0.1})"},
      {"qualifier directly before value", R"({"value":0.1,"qualifier":"<"})", R"({"X":"<0.1"})"},
      {"value wins over text", R"({"value":0.1,"valueText":"BDL"})", R"({"X":0.1})"},
      {"a value may be a text", R"({"value":"0.10"})", R"({"X":"0.10"})"},
      {"text", R"({"valueText":"BDL"})", R"({"X":"BDL"})"},
      {"text, value null", R"({"value":null,"valueText":"n.d."})", R"({"X":"n.d."})"},
      {"qualifier before text", R"({"valueText":"5 ppm","qualifier":"<"})", R"({"X":"<5 ppm"})"},
      {"unless it begins with it", R"({"valueText":"<5 ppm","qualifier":"<"})", R"({"X":"<5 ppm"})"},
      {"qualifier alone", R"({"qualifier":"<"})", R"({"X":"<"})"},
      {"qualifier alone, value null", R"({"value":null,"qualifier":"<"})", R"({"X":"<"})"},
      {"an empty text is shown", R"({"valueText":""})", R"({"X":""})"},
      {"an empty value too", R"({"value":"","valueText":"BDL"})", R"({"X":""})"},
      {"null", R"({"value":null})", R"({"X":null})"},
      {"text null", R"({"valueText":null})", R"({"X":null})"},
      {"qualifier null is none", R"({"value":1,"qualifier":null})", R"({"X":1})"},
      {"nothing at all", R"({"qualifier":null})", "{}"},
      {"true and false", R"({"value":true},{"value":false})", R"({"X":"true; false"})"},
      {"an object", R"({"value":1,"unit":""},{"valueText":[]})", R"({"X":1})"},
  };
  for (const Case& c : cases) EXPECT_EQ(object(results_of(c.results)), c.object) << c.why;
}

TEST(Cells, all_results_of_a_cell_are_joined_in_document_order) {
  const Case cases[] = {
      {"three", R"({"value":3},{"value":1},{"value":2.0})", R"({"X":"3; 1; 2.0"})"},
      {"equal ones stay two", R"({"value":3},{"value":3})", R"({"X":"3; 3"})"},
      {"what shows nothing is left out", R"({"value":3},{"value":null},{"unit":""},{"valueText":"BDL"})",
       R"({"X":"3; BDL"})"},
      {"an empty text is not nothing", R"({"value":3},{"valueText":""},{"value":4})", R"({"X":"3; ; 4"})"},
      {"none shows anything, one is null", R"({"unit":""},{"value":null})", R"({"X":null})"},
      {"none shows anything, none is null", R"({"unit":""},{"unit":null})", "{}"},
  };
  for (const Case& c : cases) EXPECT_EQ(object(results_of(c.results)), c.object) << c.why;
}

TEST(Cells, three_hundred_results_of_one_variable_are_all_there) {
  std::string results, joined;
  for (int i = 0; i < 300; ++i) {
    const std::string n = std::to_string(i);
    results.append(i == 0 ? "" : ",").append(R"({"value":)").append(n).append("}");
    joined.append(i == 0 ? "" : "; ").append(n);
  }
  EXPECT_EQ(object(results_of(results)), R"({"X":")" + joined + R"("})");
}

TEST(Cells, a_list_of_n_stands_for_n_results) {
  const Case cases[] = {
      {"values", R"({"value":[1,2.50,"n"]})", R"({"X":"1; 2.50; n"})"},
      {"one is a number", R"({"value":[1]})", R"({"X":1})"},
      {"nested", R"({"value":[1,[2,[3]]]})", R"({"X":"1; 2; 3"})"},
      {"each has the qualifier", R"({"value":[1,2],"qualifier":"<"})", R"({"X":"<1; <2"})"},
      {"null among them shows nothing", R"({"value":[1,null,2]})", R"({"X":"1; 2"})"},
      {"but for its qualifier or text", R"({"value":[1,null],"valueText":"BDL"})", R"({"X":"1; BDL"})"},
      {"[null] is null", R"({"value":[null]})", R"({"X":null})"},
      {"twice too", R"({"value":[null],"valueText":[null]})", R"({"X":null})"},
      {"texts, where there is no value", R"({"valueText":["a","b"]})", R"({"X":"a; b"})"},
      {"texts beside a value are not shown", R"({"value":1,"valueText":["a","b"]})", R"({"X":1})"},
      {"[] is nothing there", R"({"value":[]})", "{}"},
      {"so that the text counts", R"({"value":[],"valueText":"BDL"})", R"({"X":"BDL"})"},
      {"or the qualifier", R"({"value":[[]],"qualifier":"<"})", R"({"X":"<"})"},
      {"several qualifiers are one text", R"({"value":1,"qualifier":["<",">"]})", R"({"X":"<; >1"})"},
  };
  for (const Case& c : cases) EXPECT_EQ(object(results_of(c.results)), c.object) << c.why;
}

TEST(Cells, results_may_be_absent_null_empty_one_or_nested) {
  const Case cases[] = {
      {"null", R"("results":null)", "{}"},
      {"empty", R"("results":[])", "{}"},
      {"null elements are skipped", R"("results":[null,{"variable":"X","value":1},null])", R"({"X":1})"},
      {"one object", R"("results":{"variable":"X","value":1})", R"({"X":1})"},
      {"lists in lists", R"("results":[[{"variable":"X","value":1}],[[{"variable":"X","value":2}]]])",
       R"({"X":"1; 2"})"},
      {"other fields are ignored", R"("results":[{"variable":"X","note":{"a":[1]},"value":1}])", R"({"X":1})"},
      {"white space anywhere", " \"results\" : [ { \"variable\" :\t\"X\" , \"value\" : 1 } ] ", R"({"X":1})"},
  };
  for (const Case& c : cases) EXPECT_EQ(object(c.results), c.object) << c.why;
}

TEST(Cells, a_name_of_an_odd_type_is_its_text) {
  EXPECT_EQ(object(R"("results":[{"variable":7,"value":1},{"variable":["a","b"],"unit":true,"value":2}])"),
            R"j({"7":1,"a; b (true)":2})j");
}

}  // namespace
}  // namespace exportd::table::testing
