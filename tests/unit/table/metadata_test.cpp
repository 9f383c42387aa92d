// The record's own columns: one value, several, odd types, citations, features.
#include <gtest/gtest.h>

#include "tests/unit/table/exporting.hpp"

namespace exportd::table::testing {
namespace {

struct Case {
  const char* why;
  std::string fields, object;
};

TEST(Metadata, all_columns_are_always_there_in_their_order) {
  EXPECT_EQ(csv({R"({"sampleId":"s"})"}),
            "sampleId,sampleName,igsn,dataSource,datasetCode,analysisType,material,level1,level2,level3,level4,"
            "rockDescription,alteration,tectonicSetting,geoFeatures,latitude,longitude,locationPrecision,elevationMin,"
            "elevationMax,geologicalAge,ageMin,age,ageMax,station,expeditions,samplingTechnique,collectionDate,"
            "citations,authors,publicationYears,dois,comment\r\ns,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,\r\n");
}

TEST(Metadata, several_values_are_joined_whatever_their_types) {
  const Case cases[] = {
      {"a list", R"("expeditions":["a","b"])", R"({"expeditions":"a; b"})"},
      {"one where a list is expected", R"("expeditions":"a")", R"({"expeditions":"a"})"},
      {"a list where one is expected", R"("material":["glass","rock"])", R"({"material":"glass; rock"})"},
      {"nested lists are flattened", R"("expeditions":["a",["b",["c"]],[]])", R"({"expeditions":"a; b; c"})"},
      {"[] is absent", R"("expeditions":[])", "{}"},
      {"[[]] too", R"("expeditions":[[]])", "{}"},
      {"[null] is null", R"("expeditions":[null])", R"({"expeditions":null})"},
      {"null is null", R"("expeditions":null)", R"({"expeditions":null})"},
      {"[\"\"] is an empty text", R"("expeditions":[""])", R"({"expeditions":""})"},
      {"nulls among others are left out", R"("expeditions":[null,"a",null])", R"({"expeditions":"a"})"},
      {"empty texts are kept", R"("expeditions":["","a",""])", R"({"expeditions":"; a; "})"},
      {"true and false are texts", R"("expeditions":[true,false])", R"({"expeditions":"true; false"})"},
      {"an object loses its white space only", R"("comment":{ "b" : [ 1.50 , null ] , "a" : { } })",
       R"({"comment":"{\"b\":[1.50,null],\"a\":{}}"})"},
      {"its strings are escaped as in a file", R"("comment":{"\u00e9":"a b\/\n\u0022"})",
       "{\"comment\":\"{\\\"\xC3\xA9\\\":\\\"a b/\\\\n\\\\\\\"\\\"}\"}"},
      {"escapes are decoded before joining", R"("expeditions":["\u0041","\""])", R"({"expeditions":"A; \""})"},
      {"an escaped name of a field", R"("\u0061ge":3)", R"({"age":3})"},
  };
  for (const Case& c : cases) EXPECT_EQ(object(c.fields), c.object) << c.why;
}

TEST(Metadata, features_show_type_and_name_or_the_one_there_is) {
  const Case cases[] = {
      {"both", R"("geoFeatures":[{"type":"t","name":"n"},{"name":"N","type":"T"}])", R"({"geoFeatures":"t: n; T: N"})"},
      {"one of them", R"("geoFeatures":[{"type":"t"},{"name":"n","type":null}])", R"({"geoFeatures":"t; n"})"},
      {"an empty text is there", R"("geoFeatures":[{"type":"","name":"n"}])", R"({"geoFeatures":": n"})"},
      {"neither", R"("geoFeatures":[{},{"type":null}])", "{}"},
      {"one where a list is expected", R"("geoFeatures":{"type":"t","name":"n"})", R"({"geoFeatures":"t: n"})"},
      {"a text for a feature", R"("geoFeatures":["x",{"type":"t"}])", R"({"geoFeatures":"x; t"})"},
      {"[] is absent", R"("geoFeatures":[])", "{}"},
      {"[null] is null", R"("geoFeatures":[null])", R"({"geoFeatures":null})"},
      {"other fields are nothing to the file", R"("geoFeatures":[{"id":1,"name":"n"}])", R"({"geoFeatures":"n"})"},
  };
  for (const Case& c : cases) EXPECT_EQ(object(c.fields), c.object) << c.why;
}

TEST(Metadata, citations_have_one_part_each) {
  const Case cases[] = {
      {"all said",
       R"("citations":[{"citationId":"i","citationCode":"C","authors":["A, B","D"],)"
       R"("citationPublicationYear":2000,"citationDOI":"10.1/x"}])",
       R"({"citations":"C","authors":"A, B; D","publicationYears":2000,"dois":"10.1/x"})"},
      {"the id where there is no code", R"("citations":[{"citationId":"i"},{"citationId":"j","citationCode":null}])",
       R"({"citations":"i; j"})"},
      {"empty parts keep their places",
       R"("citations":[{"citationId":"i","citationDOI":"d"},{"citationCode":"C","citationPublicationYear":1999},{}])",
       R"({"citations":"i; C; ","publicationYears":"; 1999; ","dois":"d; ; "})"},
      {"authors have no parts, they are a list",
       R"("citations":[{"authors":["A"]},{},{"authors":"B"},{"authors":[["C"],null]}])", R"({"authors":"A; B; C"})"},
      {"one where a list is expected", R"("citations":{"citationCode":"C"})", R"({"citations":"C"})"},
      {"nulls are left out", R"("citations":[null,{"citationCode":"C"},null])", R"({"citations":"C"})"},
      {"null: only citations", R"("citations":null)", R"({"citations":null})"},
      {"[null] too", R"("citations":[null])", R"({"citations":null})"},
      {"[]: none of the four", R"("citations":[])", "{}"},
      {"all parts empty: absent", R"("citations":[{},{"citationCode":""}])", "{}"},
  };
  for (const Case& c : cases) EXPECT_EQ(object(c.fields), c.object) << c.why;
}

TEST(Metadata, citations_of_a_record_are_never_those_of_the_one_before) {
  const std::string one = R"({"sampleId":"a","citations":[{"citationCode":"C","citationPublicationYear":1}]})";
  EXPECT_EQ(json({one, one, R"({"sampleId":"b"})", R"({"sampleId":"c","citations":null})", one,
                  R"({"sampleId":"d","citations":[]})"}),
            R"([
{"sampleId":"a","citations":"C","publicationYears":1},
{"sampleId":"a","citations":"C","publicationYears":1},
{"sampleId":"b"},
{"sampleId":"c","citations":null},
{"sampleId":"a","citations":"C","publicationYears":1},
{"sampleId":"d"}
]
)");
}

}  // namespace
}  // namespace exportd::table::testing
