// Companions and repeats: what stands right of an analyte.
#include <gtest/gtest.h>

#include "tests/unit/table/exporting.hpp"

namespace exportd::table::testing {
namespace {

FileOptions with(std::vector<Companion> companions, Repeats repeats = Repeats::join) {
  FileOptions options;
  options.companions = std::move(companions);
  options.repeats = repeats;
  return options;
}

constexpr auto all_five = {Companion::qualifier, Companion::method, Companion::stdev, Companion::lab,
                           Companion::comment};

std::string results(const std::string& list) {
  return R"("results":[)" + list + "]";
}

TEST(Companions, the_qualifier_leaves_the_value_alone) {
  struct Case {
    const char* why;
    std::string results, object;
  };
  const Case cases[] = {
      {"qualifier and value", R"({"variable":"X","value":0.10,"qualifier":"<"})", R"({"X":0.10,"X qualifier":"<"})"},
      {"none needed", R"({"variable":"X","value":0.10})", R"({"X":0.10})"},
      {"an empty one is none", R"({"variable":"X","value":0.10,"qualifier":""})", R"({"X":0.10})"},
      {"a text stands in the companion", R"({"variable":"X","valueText":"BDL"})", R"({"X qualifier":"BDL"})"},
      {"with its qualifier", R"({"variable":"X","valueText":"5","qualifier":"<"})", R"({"X qualifier":"<5"})"},
      {"a lone qualifier", R"({"variable":"X","value":null,"qualifier":"<"})", R"({"X qualifier":"<"})"},
      {"null", R"({"variable":"X","value":null})", R"({"X":null})"},
      {"the example",
       R"({"variable":"X","value":0.10,"qualifier":"<"},{"variable":"X","valueText":"BDL"},)"
       R"({"variable":"X","value":-47.3})",
       R"({"X":"0.10; ; -47.3","X qualifier":"<; BDL; "})"},
      {"no values at all", R"({"variable":"X","valueText":"a"},{"variable":"X","qualifier":"<"})",
       R"({"X qualifier":"a; <"})"},
      {"a value list", R"({"variable":"X","value":[1,null,2],"qualifier":"<"})",
       R"({"X":"1; ; 2","X qualifier":"<; <; <"})"},
  };
  for (const Case& c : cases) EXPECT_EQ(object(results(c.results), with({Companion::qualifier})), c.object) << c.why;
}

TEST(Companions, stand_in_their_order_with_one_part_for_each_result_shown) {
  const std::string three =
      R"({"variable":"Zr","unit":"ppm","value":1,"method":"XRF","stdevValue":0.1,"stdevType":"1S","laboratory":"L",)"
      R"("methodComment":"c","qualifier":"<"},{"variable":"Zr","unit":"ppm","method":"left out"},)"
      R"({"variable":"Zr","unit":"ppm","value":2},{"variable":"Zr","unit":"ppm","value":3,"method":"ICP"})";
  EXPECT_EQ(object(results(three), with(all_five)),
            R"j({"Zr (ppm)":"1; 2; 3","Zr (ppm) qualifier":"<; ; ","Zr (ppm) method":"XRF; ; ICP",)j"
            R"("Zr (ppm) 1S":"0.1; ; ","Zr (ppm) lab":"L; ; ","Zr (ppm) method comment":"c; ; "})");
}

TEST(Companions, deviations_are_told_apart_by_type_and_unit) {
  const std::string kinds =
      R"({"variable":"X","unit":"ppm","value":1,"stdevValue":0.1,"stdevType":"2S"},)"
      R"({"variable":"X","unit":"ppm","value":2,"stdevValue":0.2,"stdevType":"1S","stdevUnit":"%"},)"
      R"({"variable":"X","unit":"ppm","value":3,"stdevValue":0.3,"stdevType":"1S","stdevUnit":"ppm"},)"
      R"({"variable":"X","unit":"ppm","value":4,"stdevValue":0.4},)"
      R"({"variable":"X","unit":"ppm","value":5,"stdevType":"3S"})";
  EXPECT_EQ(object(results(kinds), with({Companion::stdev})),
            R"j({"X (ppm)":"1; 2; 3; 4; 5","X (ppm) 1S":"; ; 0.3; ; ","X (ppm) 1S (%)":"; 0.2; ; ; ",)j"
            R"("X (ppm) 2S":"0.1; ; ; ; ","X (ppm) stdev":"; ; ; 0.4; "})");
  EXPECT_EQ(object(results(R"({"variable":"X","value":1,"stdevValue":0.1,"stdevUnit":""})"), with({Companion::stdev})),
            R"({"X":1,"X stdev":0.1})");
}

TEST(Companions, a_column_exists_only_if_one_of_its_cells_does) {
  FileOptions options = with(all_five);
  options.columns = ColumnChoice::all;
  EXPECT_EQ(header_of({R"({"sampleId":"a","results":[{"variable":"X","value":1,"method":"","laboratory":null}]})",
                       R"({"sampleId":"b","results":[{"variable":"Y","method":"M"}]})"},
                      options)
                .size(),
            35U);
}

TEST(Companions, the_method_adds_nothing_to_layout_method) {
  FileOptions options = with({Companion::method, Companion::lab});
  options.layout = Layout::method;
  EXPECT_EQ(object(results(R"({"variable":"X","value":1,"method":"M","laboratory":"L"})"), options),
            R"({"X [M]":1,"X [M] lab":"L"})");
}

TEST(Companions, names_go_to_analytes_then_repeats_then_companions) {
  const std::string colliding =
      R"({"variable":"X","value":1,"method":"a"},{"variable":"X method","value":2},{"variable":"X","value":3},)"
      R"({"variable":"X [2]","value":4},{"variable":"X [2] [2]","value":5})";
  EXPECT_EQ(object(results(colliding), with({Companion::method}, Repeats::columns)),
            R"({"X":1,"X method [2]":"a","X [2] [3]":3,"X [2]":4,"X [2] [2]":5,"X method":2})");
}

TEST(Repeats, every_result_has_a_column_of_its_own) {
  EXPECT_EQ(csv({R"({"sampleId":"a","results":[{"variable":"Zr","value":1},{"variable":"Rb","value":7},)"
                 R"({"variable":"Zr","value":null},{"variable":"Zr","valueText":"BDL"},{"variable":"Zr","value":3}]})",
                 R"({"sampleId":"b","results":[{"variable":"Zr","value":null}]})",
                 R"({"sampleId":"c","results":[{"variable":"Rb","value":8},{"variable":"Rb"}]})"},
                with({}, Repeats::columns)),
            metadata_header() + ",Rb,Zr,Zr [2],Zr [3]\r\n" + "a" + std::string(33, ',') + "7,1,BDL,3\r\n" + "b" +
                std::string(36, ',') + "\r\n" + "c" + std::string(33, ',') + "8,,,\r\n");
}

TEST(Repeats, each_is_followed_by_its_own_companions) {
  const std::string twice = R"({"variable":"Zr","unit":"ppm","value":1,"method":"XRF"},)"
                            R"({"variable":"Zr","unit":"ppm","valueText":"BDL","method":"ICP"},)"
                            R"({"variable":"Zr","unit":"ppm","value":3,"qualifier":"<"})";
  EXPECT_EQ(object(results(twice), with({Companion::qualifier, Companion::method}, Repeats::columns)),
            R"j({"Zr (ppm)":1,"Zr (ppm) method":"XRF","Zr (ppm) [2] qualifier":"BDL","Zr (ppm) [2] method":"ICP",)j"
            R"("Zr (ppm) [3]":3,"Zr (ppm) [3] qualifier":"<"})");
  EXPECT_EQ(header_of({R"({"sampleId":"s",)" + results(twice) + "}"},
                      with({Companion::qualifier, Companion::method}, Repeats::columns))
                .size(),
            33U + 7U);
}

TEST(Repeats, null_stays_null_where_nothing_is_shown) {
  EXPECT_EQ(object(results(R"({"variable":"X"},{"variable":"X","value":null})"), with({}, Repeats::columns)),
            R"({"X":null})");
}

}  // namespace
}  // namespace exportd::table::testing
