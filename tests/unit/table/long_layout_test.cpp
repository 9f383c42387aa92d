// layout=long: one row for each result, each field as it stands.
#include <gtest/gtest.h>

#include "tests/unit/table/exporting.hpp"

namespace exportd::table::testing {
namespace {

FileOptions long_form(FileType type = FileType::csv) {
  FileOptions options;
  options.layout = Layout::long_form;
  options.file_type = type;
  return options;
}

const std::string header =
    "sampleId,sampleName,latitude,longitude,citations,variable,group,unit,value,qualifier,valueText,method,"
    "methodComment,laboratory,stdevValue,stdevType,stdevUnit,citation\r\n";

TEST(LongLayout, a_row_for_each_result_and_none_for_a_record_without) {
  const Exported exported = export_all(
      nested_environment(), long_form(),
      {R"({"sampleId":"a","sampleName":"A","latitude":1.50,"longitude":-2,)"
       R"("citations":[{"citationId":"i","citationCode":"C"}],)"
       R"("results":[{"variable":"Zr","variableGroup":"g","unit":"ppm","value":1,"qualifier":"<","valueText":"t",)"
       R"("method":"M","methodComment":"c","laboratory":"L","stdevValue":0.1,"stdevType":"1S","stdevUnit":"%",)"
       R"("citationId":"i"},{"variable":"Zr","value":2}]})",
       R"({"sampleId":"b","results":[]})", R"({"sampleId":"c","results":null})", R"({"sampleId":"d"})",
       R"({"sampleId":"e","results":[null,{}]})"});
  EXPECT_EQ(exported.bytes, header + "a,A,1.50,-2,C,Zr,g,ppm,1,<,t,M,c,L,0.1,1S,%,C\r\n" +
                                "a,A,1.50,-2,C,Zr,,,2,,,,,,,,,\r\n" + "e,,,,,,,,,,,,,,,,,\r\n");
  EXPECT_EQ(exported.summary.records, 5U);
  EXPECT_EQ(exported.summary.rows, 3U);
  EXPECT_EQ(csv({}, long_form()), header);
}

TEST(LongLayout, each_field_as_it_stands) {
  struct Case {
    const char* why;
    std::string result, object;
  };
  const Case cases[] = {
      {"null, empty and absent", R"("variable":null,"unit":"","value":null)",
       R"("variable":null,"unit":"","value":null)"},
      {"a list is one row", R"("value":[1,[2,null]],"method":["a","b"])", R"("value":"1; 2","method":"a; b")"},
      {"a list of one number", R"("value":[1.0])", R"("value":1.0)"},
      {"true, an object", R"("value":true,"valueText":{ "a" : 1 })", R"("value":"true","valueText":"{\"a\":1}")"},
      {"an id that is no citation's", R"("citationId":"z")", R"("citation":"z")"},
      {"a citation's code", R"("citationId":"i")", R"("citation":"C")"},
      {"a citation without a code", R"("citationId":"j")", R"("citation":"j")"},
      {"null and empty ids", R"("citationId":null)", R"("citation":null)"},
      {"an empty id", R"("citationId":"")", R"("citation":"")"},
      {"several ids", R"("citationId":["i","z"])", R"("citation":"C; z")"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(json({R"({"sampleId":"s","citations":[{"citationId":"i","citationCode":"C"},{"citationId":"j"}],)"
                    R"("results":[{)" +
                    c.result + "}]}"},
                   long_form(FileType::ndjson)),
              R"({"sampleId":"s","citations":"C; j",)" + c.object + "}\n")
        << c.why;
  }
}

TEST(LongLayout, a_list_picks_among_its_columns_and_other_options_add_nothing) {
  FileOptions options = long_form();
  options.columns = ColumnChoice::list;
  options.column_list = {"citation", "value"};
  options.companions = {Companion::method};
  options.repeats = Repeats::columns;
  EXPECT_EQ(csv({R"({"sampleId":"s","results":[{"variable":"Zr","value":1},{"variable":"Zr","value":2}]})"}, options),
            "sampleId,value,citation\r\ns,1,\r\ns,2,\r\n");
  options.column_list = {"material"};
  EXPECT_EQ(failure_code([&] { static_cast<void>(csv({}, options)); }), "unknown_column");
}

TEST(LongLayout, flat_records_too) {
  const Exported exported =
      export_all(flat_environment(), long_form(FileType::ndjson),
                 {R"({"sampleId":"s","SIO2_PCT":50.1,"age":3,"other":["1.5","BDL",null],"ZR":[],"ZR_AGAIN":true})"});
  EXPECT_EQ(exported.bytes,
            R"({"sampleId":"s","variable":"SiO2","group":"major oxide","unit":"wt%","value":50.1})"
            "\n"
            R"({"sampleId":"s","variable":"other","value":"1.5"})"
            "\n"
            R"({"sampleId":"s","variable":"other","valueText":"BDL"})"
            "\n"
            R"({"sampleId":"s","variable":"other","value":null})"
            "\n"
            R"({"sampleId":"s","variable":"Zr","group":"trace element","unit":"ppm","valueText":"true"})"
            "\n");
}

}  // namespace
}  // namespace exportd::table::testing
