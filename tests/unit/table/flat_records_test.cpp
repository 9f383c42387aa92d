// Flat records: every field that is not the record's own is an analyte.
#include <gtest/gtest.h>

#include "tests/unit/table/exporting.hpp"

namespace exportd::table::testing {
namespace {

std::string ndjson(const std::vector<std::string>& documents, FileOptions options = {}) {
  options.file_type = FileType::ndjson;
  return export_all(flat_environment(), options, documents).bytes;
}

TEST(FlatRecords, fields_are_analytes_named_by_the_configuration_or_themselves) {
  EXPECT_EQ(ndjson({R"({"sampleId":"s","x":1,"ZR":2,"material":"glass","SIO2_PCT":50.10,)"
                    R"("location":{"lat":1},"resultCount":4})"}),
            R"j({"sampleId":"s","material":"glass","SiO2 (wt%)":50.10,"Zr (ppm)":2,"x":1})j"
            "\n");
}

TEST(FlatRecords, every_kind_of_value) {
  struct Case {
    const char* why;
    std::string value, object;
  };
  const Case cases[] = {
      {"a number", "1.50", R"("x":1.50)"},
      {"a text that is one", R"("1.50")", R"("x":"1.50")"},
      {"another text", R"("BDL")", R"("x":"BDL")"},
      {"an empty text", R"("")", R"("x":"")"},
      {"null is a null result", "null", R"("x":null)"},
      {"each element is a result", R"([1,"a",null,[2]])", R"("x":"1; a; 2")"},
      {"[null]", "[null]", R"("x":null)"},
      {"true", "true", R"("x":"true")"},
      {"an object", R"({ "a" : 1 })", R"("x":"{\"a\":1}")"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(ndjson({R"({"sampleId":"s","x":)" + c.value + "}"}), R"({"sampleId":"s",)" + c.object + "}\n") << c.why;
  }
}

TEST(FlatRecords, an_empty_list_is_no_result_and_makes_no_column) {
  FileOptions options;
  EXPECT_EQ(export_all(flat_environment(), options, {R"({"sampleId":"s","x":[],"y":[[]]})"}).bytes,
            metadata_header() + "\r\ns" + std::string(32, ',') + "\r\n");
}

TEST(FlatRecords, two_fields_of_one_analyte_share_its_cell) {
  EXPECT_EQ(ndjson({R"({"sampleId":"s","ZR":1,"x":5,"ZR_AGAIN":2})"}), R"j({"sampleId":"s","Zr (ppm)":"1; 2","x":5})j"
                                                                       "\n");
  FileOptions options;
  options.repeats = Repeats::columns;
  EXPECT_EQ(ndjson({R"({"sampleId":"s","ZR":[1,3],"ZR_AGAIN":2})"}, options),
            R"j({"sampleId":"s","Zr (ppm)":1,"Zr (ppm) [2]":3,"Zr (ppm) [3]":2})j"
            "\n");
}

TEST(FlatRecords, parts_of_one_cell_keep_their_order_also_when_their_columns_are_known) {
  FileOptions options;
  options.file_type = FileType::ndjson;
  const std::vector<std::pair<std::string, std::string>> cases = {
      {R"("ZR":1,"x":5,"ZR_AGAIN":2)", R"j("Zr (ppm)":"1; 2","x":5)j"},
      {R"("ZR":"BDL","x":5,"ZR_AGAIN":2)", R"j("Zr (ppm)":"BDL; 2","x":5)j"},
      {R"("ZR":1,"x":"n.d.","ZR_AGAIN":2)", R"j("Zr (ppm)":"1; 2","x":"n.d.")j"},
      {R"("ZR":[1,3],"ZR_AGAIN":2,"x":6)", R"j("Zr (ppm)":"1; 3; 2","x":6)j"},
      {R"("ZR":[],"ZR_AGAIN":2,"x":6)", R"j("Zr (ppm)":2,"x":6)j"},
      {R"("ZR_AGAIN":null,"ZR":7,"x":6)", R"j("Zr (ppm)":7,"x":6)j"},
      {R"("x":1,"x":2,"ZR":7,"x":3)", R"j("Zr (ppm)":7,"x":"1; 2; 3")j"},
      {R"("x":1)", R"j("x":1)j"},
  };
  std::vector<std::string> documents;
  std::string expected;
  for (int round = 0; round < 3; ++round) {
    for (const auto& [fields, cells] : cases) {
      documents.push_back(R"({"sampleId":"s",)" + fields + "}");
      expected += R"({"sampleId":"s",)" + cells + "}\n";
    }
  }
  for (const ColumnChoice choice : {ColumnChoice::all, ColumnChoice::present}) {
    options.columns = choice;
    EXPECT_EQ(export_all(flat_environment(), options, documents).bytes, expected);
    EXPECT_EQ(export_all(flat_environment(), options, documents, 1).bytes, expected);
  }
  options.columns = ColumnChoice::list;
  options.column_list = {"x"};
  EXPECT_EQ(export_all(flat_environment(), options, {documents[0], documents[0], documents[2]}).bytes,
            "{\"sampleId\":\"s\",\"x\":5}\n{\"sampleId\":\"s\",\"x\":5}\n{\"sampleId\":\"s\",\"x\":\"n.d.\"}\n");
}

TEST(FlatRecords, with_a_qualifier_companion_only_numbers_stay_in_the_cell) {
  FileOptions options;
  options.companions = {Companion::qualifier, Companion::method};
  EXPECT_EQ(ndjson({R"({"sampleId":"s","x":[1,"2.5","BDL",true],"y":"","z":3})"}, options),
            R"({"sampleId":"s","x":"1; 2.5; ; ","x qualifier":"; ; BDL; true","z":3})"
            "\n");
}

TEST(FlatRecords, any_order_of_fields_gives_the_same_cells) {
  FileOptions options;
  options.columns = ColumnChoice::all;
  const std::vector<std::string> shuffled = {
      R"({"sampleId":"a","p":1,"q":2,"r":3,"long-name-of-an-analyte":4})",
      R"({"sampleId":"a","p":1,"q":2,"r":3,"long-name-of-an-analyte":4})",
      R"({"r":3,"q":2,"long-name-of-an-analyte":4,"sampleId":"a","p":1})",
      R"( { "p" : 1 , "\u0071":2,"sampleId":"a","long-name-of-an-analyt\u0065" :4,"r":3 } )"};
  const std::string line = "a" + std::string(33, ',') + "4,1,2,3\r\n";
  EXPECT_EQ(export_all(flat_environment(), options, shuffled).bytes,
            metadata_header() + ",long-name-of-an-analyte,p,q,r\r\n" + line + line + line + line);
}

TEST(FlatRecords, names_alike_in_their_first_sixteen_bytes_are_not_mistaken) {
  EXPECT_EQ(ndjson({R"({"sampleId":"s","aaaaaaaaaaaaaaaaaaaaaaaa1":1,"aaaaaaaaaaaaaaaaaaaaaaaa2":2})",
                    R"({"sampleId":"s","aaaaaaaaaaaaaaaaaaaaaaaa2":2,"aaaaaaaaaaaaaaaaaaaaaaaa1":1})",
                    R"({"sampleId":"s","aaaaaaaaaaaaaaaaaaaaaaaa1":1,"aaaaaaaaaaaaaaaaaaaaaaaa11":3})"}),
            R"({"sampleId":"s","aaaaaaaaaaaaaaaaaaaaaaaa1":1,"aaaaaaaaaaaaaaaaaaaaaaaa2":2})"
            "\n"
            R"({"sampleId":"s","aaaaaaaaaaaaaaaaaaaaaaaa1":1,"aaaaaaaaaaaaaaaaaaaaaaaa2":2})"
            "\n"
            R"({"sampleId":"s","aaaaaaaaaaaaaaaaaaaaaaaa1":1,"aaaaaaaaaaaaaaaaaaaaaaaa11":3})"
            "\n");
}

}  // namespace
}  // namespace exportd::table::testing
