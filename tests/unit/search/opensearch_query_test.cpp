#include "search/opensearch_query.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <iterator>

#include "core/failure.hpp"
#include "search/opensearch_places.hpp"
#include "search/opensearch_prefix.hpp"

namespace exportd::search {
namespace {

// The mapping that the project gives its own indices, as a cluster tells it.
OpenSearchMapping mapping_of(const std::string& shape, const std::string& more = "") {
  std::ifstream file(EXPORTD_SOURCE_DIR "/data/opensearch/" + shape + ".json");
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!more.empty()) text.insert(text.find("\"sampleId\""), more + ",");
  return OpenSearchMapping("{\"petdb\":" + text + "}");
}

std::string query_of(const Clause& clause) {
  return boost::json::serialize(opensearch_clause(Environment(), mapping_of("nested"), clause));
}

std::string flat_query_of(const Clause& clause) {
  Environment environment;
  environment.shape = RecordShape::flat;
  environment.flat_analytes = {{"SIO2", "SiO2", "wt%", "Major Oxide"}, {"MGO", "MgO", "wt%", "Major Oxide"}};
  const std::string fields = R"("SIO2":{"type":"double"},"MGO":{"type":"double"},"Zr":{"type":"double"},)"
                             R"("kind":{"type":"keyword"})";
  return boost::json::serialize(opensearch_clause(environment, mapping_of("flat", fields), clause));
}

// Both as the serializer writes them, so that only what they say is compared.
void expect_query(const std::string& got, const std::string& want) {
  EXPECT_EQ(got, boost::json::serialize(boost::json::parse(want)));
}

TextClause text(std::vector<std::string> fields, TextMatch match, std::vector<std::string> values) {
  return {std::move(fields), match, std::move(values)};
}

TEST(OpenSearchQuery, asks_for_everything_when_nothing_is_asked) {
  const OpenSearchMapping mapping = mapping_of("nested");
  expect_query(boost::json::serialize(opensearch_query(Environment(), mapping, {})), R"({"match_all":{}})");
  const Criteria both{{text({"material"}, TextMatch::whole, {"glass"}), BoxClause{1, 2, 3, 4}}};
  expect_query(boost::json::serialize(opensearch_query(Environment(), mapping, both)),
               R"({"bool":{"filter":[{"terms":{"material":["glass"]}},{"bool":{"filter":[
                   {"range":{"latitude":{"gte":2,"lte":4}}},{"range":{"longitude":{"gte":1,"lte":3}}}]}}]}})");
}

TEST(OpenSearchQuery, asks_for_whole_texts_in_their_lower_case_fields) {
  expect_query(query_of(text({"igsn", "geoFeatures.name"}, TextMatch::whole, {"a", "b"})),
               R"({"bool":{"should":[{"terms":{"igsn.lc":["a","b"]}},{"nested":{"path":"geoFeatures",
                   "score_mode":"none","query":{"terms":{"geoFeatures.name":["a","b"]}}}}],
                   "minimum_should_match":1}})");
  expect_query(query_of(text({"igsn"}, TextMatch::whole, {})), R"({"match_none":{}})");
}

TEST(OpenSearchQuery, asks_once_for_500_values) {
  const std::vector<std::string> values(500, "basalt");
  const std::string query = query_of(text({"material"}, TextMatch::whole, values));
  EXPECT_EQ(boost::json::parse(query).at("terms").at("material").as_array().size(), 500U);
}

TEST(OpenSearchQuery, puts_many_parts_of_values_into_few_conditions) {
  std::vector<std::string> values;
  for (int at = 1000; at < 1500; ++at) values.push_back("x." + std::to_string(at));
  values.emplace_back(2000, 'y');
  for (const TextMatch match : {TextMatch::substring, TextMatch::author}) {
    const std::string query = query_of(text({"material"}, match, values));
    EXPECT_LE(boost::json::parse(query).at("bool").at("should").as_array().size(), 10U);
    const bool is_author = match == TextMatch::author;
    EXPECT_NE(query.find(is_author ? R"({"regexp":{"material":"(x\\.1000\\,|x\\.1001)"
                                   : R"({"regexp":{"material":".*(x\\.1000|x\\.1001)"),
              std::string::npos)
        << query.substr(0, 300);
    EXPECT_NE(query.find(is_author ? R"({"prefix":{"material":"yyy)" : R"({"wildcard":{"material":"*yyy)"),
              std::string::npos);
  }
}

TEST(OpenSearchQuery, takes_wildcards_in_substrings_for_themselves) {
  expect_query(query_of(text({"rockDescription"}, TextMatch::substring, {R"(a*b?c\d%_)"})),
               R"({"wildcard":{"rockDescription.lc":"*a\\*b\\?c\\\\d%_*"}})");
}

TEST(OpenSearchQuery, asks_for_authors_by_family_name_and_by_full_name) {
  expect_query(query_of(CitationClause{{text({"citations.authors"}, TextMatch::author, {"hall", "hall, j"})}, {}}),
               R"({"nested":{"path":"citations","score_mode":"none","query":{"bool":{"should":[
                   {"terms":{"citations.authors":["hall","hall, j"]}},{"prefix":{"citations.authors":"hall,"}}],
                   "minimum_should_match":1}}}})");
}

TEST(OpenSearchQuery, asks_all_of_one_citation) {
  const std::string year = "citations.citationPublicationYear";
  expect_query(query_of(CitationClause{{text({"citations.citationTitle"}, TextMatch::whole, {"t"})},
                                       {{{year}, {1983, 1990}, {}, {}}, {{year}, {}, 1980, {}}, {{year}, {}, {}, {}}}}),
               R"({"nested":{"path":"citations","score_mode":"none","query":{"bool":{"filter":[
                   {"terms":{"citations.citationTitle.lc":["t"]}},
                   {"terms":{"citations.citationPublicationYear":[1983,1990]}},
                   {"range":{"citations.citationPublicationYear":{"gte":1980}}},
                   {"exists":{"field":"citations.citationPublicationYear"}}]}}}})");
  expect_query(query_of(CitationClause{}), R"({"match_all":{}})");
  EXPECT_THROW(query_of(CitationClause{{text({"citations.authors"}, TextMatch::whole, {"a"}),
                                        text({"geoFeatures.name"}, TextMatch::whole, {"b"})},
                                       {}}),
               Failure);
}

TEST(OpenSearchQuery, asks_for_pairs) {
  expect_query(
      query_of(PairClause{"analysisType", "material", {{"a", {}}, {"b", {"m", "n"}}, {"c", {"m", "n"}}, {"d", {}}}}),
      R"({"bool":{"should":[{"terms":{"analysisType":["a","d"]}},{"bool":{"filter":[
          {"terms":{"analysisType":["b","c"]}},{"terms":{"material":["m","n"]}}]}}],"minimum_should_match":1}})");
}

TEST(OpenSearchQuery, asks_for_a_child_below_its_parent) {
  expect_query(query_of(HierarchyClause{{"level1", "level2", "level3"}, {{"p", {"c"}}}}),
               R"({"bool":{"should":[{"bool":{"filter":[{"terms":{"level1":["p"]}},{"bool":{"should":[
                   {"terms":{"level2":["c"]}},{"terms":{"level3":["c"]}}],"minimum_should_match":1}}]}},
                   {"bool":{"filter":[{"terms":{"level2":["p"]}},{"terms":{"level3":["c"]}}]}}],
                   "minimum_should_match":1}})");
  expect_query(query_of(HierarchyClause{{"level1", "level2"}, {{"p", {}}}}),
               R"({"bool":{"should":[{"terms":{"level1":["p"]}},{"terms":{"level2":["p"]}}],
                   "minimum_should_match":1}})");
}

TEST(OpenSearchQuery, asks_for_type_and_name_of_one_feature) {
  expect_query(
      query_of(FeatureClause{
          "geoFeatures", "geoFeatures.type", "geoFeatures.name", {{"ocean", {}}, {"location", {"lau basin"}}}}),
      R"({"nested":{"path":"geoFeatures","score_mode":"none","query":{"bool":{"should":[
                   {"terms":{"geoFeatures.type":["ocean"]}},{"terms":{"geoFeatures.name":["ocean"]}},
                   {"bool":{"filter":[{"terms":{"geoFeatures.type":["location"]}},
                   {"terms":{"geoFeatures.name":["lau basin"]}}]}}],"minimum_should_match":1}}}})");
}

TEST(OpenSearchQuery, asks_for_variables_as_written_and_groups_in_lower_case) {
  expect_query(query_of(VariablesClause{{{"CO", {}}, {"Te", {}}, {"REE", {"La"}}}}),
               R"({"nested":{"path":"results","score_mode":"none","query":{"bool":{"should":[
                   {"terms":{"results.variable":["CO","Te"]}},{"terms":{"results.variableGroup":["co"]}},
                   {"bool":{"filter":[{"terms":{"results.variableGroup":["ree"]}},
                   {"terms":{"results.variable":["La"]}}]}}],"minimum_should_match":1}}}})");
}

TEST(OpenSearchQuery, lets_no_qualified_result_satisfy_a_bound) {
  expect_query(query_of(ChemistryClause{"trace element", "Zr", 0, 0.1}),
               R"({"nested":{"path":"results","score_mode":"none","query":{"bool":{"filter":[{"bool":{"filter":[
                   {"terms":{"results.variableGroup":["trace element"]}},{"terms":{"results.variable":["Zr"]}},
                   {"range":{"results.value":{"gte":-0.0,"lte":0.1}}}]}}],
                   "must_not":[{"exists":{"field":"results.qualifier"}}]}}}})");
  expect_query(query_of(ChemistryClause{"", "Zr", {}, {}}),
               R"({"nested":{"path":"results","score_mode":"none","query":{"terms":{"results.variable":["Zr"]}}}})");
}

TEST(OpenSearchQuery, asks_for_the_fields_of_flat_records) {
  expect_query(flat_query_of(ChemistryClause{"major oxide", "", 1, 2.5}),
               R"({"bool":{"should":[{"range":{"MGO":{"gte":1,"lte":2.5}}},{"range":{"SIO2":{"gte":1,"lte":2.5}}}],
                   "minimum_should_match":1}})");
  expect_query(flat_query_of(VariablesClause{{{"Zr", {}}, {"Major Oxide", {"SiO2"}}}}),
               R"({"bool":{"should":[{"exists":{"field":"SIO2"}},{"exists":{"field":"Zr"}},
                   {"terms":{"_ignored":["SIO2","Zr"]}}],"minimum_should_match":1}})");
  expect_query(flat_query_of(ChemistryClause{"", "SIO2", {}, {}}), R"({"match_none":{}})");
  EXPECT_THROW(flat_query_of(ChemistryClause{"", "kind", 1, {}}), Failure);
}

TEST(OpenSearchQuery, lets_a_box_cross_the_antimeridian) {
  expect_query(query_of(BoxClause{170, -90, -170, 0}),
               R"({"bool":{"filter":[{"range":{"latitude":{"gte":-90,"lte":0}}},{"bool":{"should":[
                   {"range":{"longitude":{"gte":170}}},{"range":{"longitude":{"lte":-170}}}],
                   "minimum_should_match":1}}]}})");
}

TEST(OpenSearchQuery, asks_for_points_in_polygons_that_have_both_numbers) {
  expect_query(query_of(PolygonClause{{{{1, 2}, {4.5, 2}, {3, 7}}}}),
               R"({"bool":{"filter":[{"range":{"latitude":{"gte":1.999999,"lte":7.000001}}},
                   {"range":{"longitude":{"gte":0.999999,"lte":4.500001}}},
                   {"geo_polygon":{"location":{"points":[[1,2],[4.5,2],[3,7]]}}}]}})");
  expect_query(query_of(PolygonClause{{{{200, 2}, {300, 2}, {200, 7}}}}), R"({"match_none":{}})");
  const OpenSearchMapping without(R"({"i":{"mappings":{"properties":{"latitude":{"type":"double"}}}}})");
  EXPECT_THROW(static_cast<void>(opensearch_clause(Environment(), without, PolygonClause{{{{1, 2}, {4, 2}, {3, 7}}}})),
               Failure);
}

TEST(OpenSearchQuery, cuts_polygons_at_the_edge_of_the_globe) {
  const Ring cut = on_the_globe({{170, 80}, {190, 80}, {190, 100}, {170, 100}});
  ASSERT_EQ(cut.size(), 4U);
  for (const Vertex& corner : cut) {
    EXPECT_TRUE(corner.longitude == 170 || corner.longitude == 180) << corner.longitude;
    EXPECT_TRUE(corner.latitude == 80 || corner.latitude == 90) << corner.latitude;
  }
  EXPECT_EQ(on_the_globe({{1, 2}, {4, 2}, {3, 7}}).size(), 3U);
}

TEST(OpenSearchQuery, lets_the_age_stand_for_an_end_that_is_not_known) {
  expect_query(query_of(AgeClause{9, {}, {}}),
               R"({"bool":{"should":[{"range":{"ageMax":{"gte":9}}},{"bool":{"filter":[{"range":{"age":{"gte":9}}}],
                   "must_not":[{"exists":{"field":"ageMax"}}]}}],"minimum_should_match":1}})");
  EXPECT_EQ(boost::json::parse(query_of(AgeClause{1, 2, 3})).at("bool").at("filter").as_array().size(), 4U);
  expect_query(query_of(AgeClause{}), R"({"match_all":{}})");
}

TEST(OpenSearchPrefix, is_a_regular_expression_of_the_values_that_begin_so) {
  EXPECT_EQ(begins_with(""), ".+");
  EXPECT_EQ(begins_with("a.b µ1"), R"(a\.b\ µ1.*)");
  EXPECT_EQ(begins_with_ignoring_case("k-2µ"), "[kK\u212A]\\-2..*");
  EXPECT_EQ(begins_with_ignoring_case("i"), "[iI\u0130].*");
  EXPECT_LE(begins_with(std::string(8000, '.')).size(), 1000U);
  EXPECT_LE(begins_with_ignoring_case(std::string(8000, 'k')).size(), 1000U);
}

}  // namespace
}  // namespace exportd::search
