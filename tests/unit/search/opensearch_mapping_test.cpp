#include "search/opensearch_mapping.hpp"

#include <gtest/gtest.h>

#include "core/failure.hpp"

namespace exportd::search {
namespace {

using Paths = std::vector<std::string>;

OpenSearchMapping index_of(const std::string& properties) {
  return OpenSearchMapping(R"({"petdb":{"mappings":{"dynamic":"false","properties":{)" + properties + "}}}}");
}

template <class Ask>
std::string fault_of(const Ask& ask) {
  try {
    static_cast<void>(ask());
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.kind(), FailureKind::ours);
    EXPECT_EQ(failure.code(), "search_mapping");
    return failure.message();
  }
  ADD_FAILURE() << "no failure";
  return {};
}

TEST(OpenSearchMapping, knows_where_a_field_is_searched_ignoring_case) {
  const OpenSearchMapping mapping = index_of(
      R"("material":{"type":"keyword","normalizer":"lc"},)"
      R"("igsn":{"type":"keyword","fields":{"lc":{"type":"keyword","normalizer":"lc"}}},)"
      R"("title":{"type":"text","fields":{"lc":{"type":"keyword","normalizer":"lc"},"raw":{"type":"keyword"}}})");
  EXPECT_EQ(mapping.lower_case_path("material"), "material");
  EXPECT_EQ(mapping.lower_case_path("igsn"), "igsn.lc");
  EXPECT_EQ(mapping.lower_case_path("title"), "title.lc");
}

TEST(OpenSearchMapping, says_what_an_index_lacks_that_cannot_be_searched_so) {
  const OpenSearchMapping mapping =
      index_of(R"("station":{"type":"keyword"},"age":{"type":"double"},"group":{"type":"keyword","normalizer":"lc"},)"
               R"("note":{"type":"keyword","normalizer":"lc","index":false},)"
               R"("citations":{"properties":{"year":{"type":"long"}}})");
  EXPECT_EQ(fault_of([&] { return mapping.lower_case_path("station"); }),
            "search index: station cannot be searched ignoring case: it is mapped as keyword without a normalizer: map "
            "it, or a sub-field station.lc, as keyword with a normalizer that lower-cases in the index's mapping and "
            "index the records again");
  EXPECT_EQ(fault_of([&] { return mapping.lower_case_path("nobody"); }),
            "search index: nobody cannot be searched: it is not mapped: map it as keyword with a normalizer in the "
            "index's mapping and index the records again");
  for (const char* field : {"age", "note"}) fault_of([&] { return mapping.lower_case_path(field); });
  for (const char* field : {"age", "group", "note", "nobody"}) fault_of([&] { return mapping.exact_path(field); });
  for (const char* field : {"station", "nobody"}) fault_of([&] { return mapping.number_path(field); });
  for (const char* field : {"note", "nobody"}) fault_of([&] { return mapping.known_path(field); });
  for (const char* field : {"citations", "station"}) fault_of([&] { return mapping.list_path(field); });
}

TEST(OpenSearchMapping, knows_where_a_field_is_searched_as_written) {
  const OpenSearchMapping mapping =
      index_of(R"("variable":{"type":"keyword"},"age":{"type":"double"},)"
               R"("group":{"type":"keyword","normalizer":"lc","fields":{"raw":{"type":"keyword"}}},)"
               R"("folded":{"type":"keyword","normalizer":"lc"})");
  EXPECT_EQ(mapping.exact_path("variable"), "variable");
  EXPECT_EQ(mapping.exact_path("group"), "group.raw");
  EXPECT_EQ(mapping.lower_case_path("group"), "group");
  EXPECT_EQ(mapping.field("folded")->exact, "folded");
  EXPECT_EQ(mapping.field("age")->exact, "");
  EXPECT_EQ(mapping.number_path("age"), "age");
  EXPECT_EQ(mapping.known_path("folded"), "folded");
  EXPECT_EQ(mapping.field("group.raw"), nullptr);
}

TEST(OpenSearchMapping, knows_which_fields_lie_in_nested_objects) {
  const OpenSearchMapping mapping =
      index_of(R"("results":{"type":"nested","properties":{"value":{"type":"double"},"by":{"properties":{"name":)"
               R"({"type":"keyword"}}},"parts":{"type":"nested","properties":{"of":{"type":"long"}}}}},)"
               R"("place":{"properties":{"country":{"type":"keyword"}}})");
  EXPECT_EQ(mapping.nested_path("results"), "results");
  EXPECT_EQ(mapping.nested_path("results.value"), "results");
  EXPECT_EQ(mapping.nested_path("results.by.name"), "results");
  EXPECT_EQ(mapping.nested_path("results.parts.of"), "results.parts");
  EXPECT_EQ(mapping.nested_path("results.unknown"), "results");
  EXPECT_EQ(mapping.nested_path("place.country"), "");
  EXPECT_EQ(mapping.list_path("results"), "results");
  EXPECT_EQ(mapping.field("results.by.name")->nested, "results");
  EXPECT_NE(mapping.field("place.country"), nullptr);
}

TEST(OpenSearchMapping, takes_what_is_not_the_records_own_for_analytes) {
  const OpenSearchMapping mapping = index_of(
      R"("sampleId":{"type":"keyword"},"Zr ":{"type":"double"},"SIO2":{"type":"double"},"a":{"properties":{"b":)"
      R"({"type":"double"}}},"location":{"type":"geo_point"},"citations":{"type":"nested","properties":{"x":{"type":)"
      R"("keyword"}}})");
  EXPECT_EQ(mapping.analyte_fields(), (Paths{"SIO2", "Zr ", "a.b"}));
}

TEST(OpenSearchMapping, counts_of_several_indices_what_all_map_alike) {
  const OpenSearchMapping mapping(
      R"({"one":{"mappings":{"properties":{"material":{"type":"keyword"},"age":{"type":"double"},"igsn":)"
      R"({"type":"keyword"},"Zr":{"type":"double"},"Hf":{"type":"double"},"results":{"type":"nested"}}}},)"
      R"("two":{"mappings":{"properties":{"material":{"type":"keyword"},"age":{"type":"keyword"},"Hf":)"
      R"({"type":"keyword"},"La":{"type":"double"},"results":{"type":"object"}}}}})");
  EXPECT_NE(mapping.field("material"), nullptr);
  EXPECT_EQ(mapping.field("age")->type, "mixed");
  EXPECT_EQ(mapping.field("igsn"), nullptr);
  EXPECT_EQ(mapping.nested_path("results"), "");
  // A field of analytes is mapped as soon as a record has it: where it is not, none has.
  EXPECT_EQ(mapping.analyte_fields(), (Paths{"Hf", "La", "Zr"}));
  fault_of([&] { return mapping.number_path("Hf"); });
}

TEST(OpenSearchMapping, refuses_what_is_no_mapping) {
  for (const char* answer : {"", "{", "[]", "{}", R"({"petdb":5})", R"({"petdb":{}})"}) {
    fault_of([&] { return OpenSearchMapping(answer).analyte_fields(); });
  }
  EXPECT_TRUE(OpenSearchMapping(R"({"new":{"mappings":{}}})").analyte_fields().empty());
}

}  // namespace
}  // namespace exportd::search
