// The contract of Search: which records each kind of clause means.
#include <iterator>

#include "core/limits.hpp"
#include "tests/contract/search_contract_records.hpp"

namespace exportd::contract {
namespace {

Criteria only_feature(std::vector<GroupedItem> items) {
  return only(FeatureClause{"geoFeatures", "geoFeatures.type", "geoFeatures.name", std::move(items)});
}

TEST_P(SearchContract, finds_the_records_that_each_clause_means) {
  struct Case {
    const char* why;
    Criteria criteria;
    Lines want;
  };
  const std::vector<std::string> levels = {"level1", "level2", "level3", "level4"};
  const Case cases[] = {
      {"a whole text, ignoring case", only(text({"material"}, {"whole rock"})), {"b"}},
      {"not a part of it", only(text({"material"}, {"whole"})), {}},
      {"an element of a nested list", only(text({"material"}, {"glass"})), {"a"}},
      {"true as a text", only(text({"material"}, {"true"})), {"a"}},
      {"one of several values", only(text({"material"}, {"glass", "whole rock"})), {"a", "b"}},
      {"a substring of one of three fields, a type of feature is none",
       only(text({"rockDescription", "level4", "geoFeatures.name"}, {"location"}, TextMatch::substring)),
       {}},
      {"a substring of a feature's name",
       only(text({"rockDescription", "geoFeatures.name"}, {"basin"}, TextMatch::substring)),
       {"b"}},
      {"wildcards are themselves", only(text({"rockDescription"}, {"% fresh_"}, TextMatch::substring)), {"b"}},
      {"a star is a star", only(text({"rockDescription"}, {"1*"}, TextMatch::substring)), {}},
      {"a laboratory of a result", only(text({"results.laboratory"}, {"eth"})), {"b"}},
      {"a family name",
       only(CitationClause{{text({"citations.authors"}, {"hawkins"}, TextMatch::author)}, {}}),
       {"a", "b"}},
      {"a full name",
       only(CitationClause{{text({"citations.authors"}, {"hawkins, j"}, TextMatch::author)}, {}}),
       {"b"}},
      {"not the start of a name",
       only(CitationClause{{text({"citations.authors"}, {"lang"}, TextMatch::author)}, {}}),
       {}},
      {"author and year of one and the same citation",
       only(CitationClause{{text({"citations.authors"}, {"hawkins"}, TextMatch::author)},
                           {YearClause{{"citations.citationPublicationYear"}, {1983}, {}, {}}}}),
       {"a"}},
      {"years within bounds",
       only(CitationClause{{}, {YearClause{{"citations.citationPublicationYear"}, {}, 1984, 1990}}}),
       {"b"}},
      {"a pair", only(PairClause{"analysisType", "material", {{"rock analysis", {"whole rock", "glass"}}}}), {"b"}},
      {"a pair whose second part differs",
       only(PairClause{"analysisType", "material", {{"rock analysis", {"glass"}}}}),
       {}},
      {"a value of a pair's first part alone",
       only(PairClause{"analysisType", "material", {{"rock analysis", {}}}}),
       {"b"}},
      {"any level", only(HierarchyClause{levels, {{"tholeiite", {}}}}), {"b", "á"}},
      {"parent and child", only(HierarchyClause{levels, {{"volcanic", {"tholeiite"}}}}), {"b", "á"}},
      {"the child must stand lower", only(HierarchyClause{levels, {{"tholeiite", {"volcanic"}}}}), {}},
      {"a feature's type", only_feature({{"ocean", {}}}), {"b"}},
      {"a feature's name", only_feature({{"lau basin", {}}}), {"b"}},
      {"type and name of one feature", only_feature({{"location", {"lau basin"}}}), {"b"}},
      {"type of one and name of another", only_feature({{"ocean", {"lau basin"}}}), {}},
      {"a variable, its case kept", only(VariablesClause{{{"CO", {}}}}), {"a"}},
      {"a group, ignoring case", only(VariablesClause{{{"trace element", {}}}}), {"a", "b"}},
      {"a variable of a group", only(VariablesClause{{{"trace element", {"Zr", "Hf"}}}}), {"b"}},
      {"two clauses", {{VariablesClause{{{"Zr", {}}}}, text({"material"}, {"whole rock"})}}, {"b"}},
  };
  const LoadedSearch loaded = with_rocks();
  for (const Case& c : cases) EXPECT_EQ(ids(*loaded.search, search_environment(), c.criteria), c.want) << c.why;
}

TEST_P(SearchContract, takes_as_many_values_as_a_list_may_have) {
  std::vector<std::string> values;
  for (std::size_t at = 3; at < limits::list_values_max; ++at) values.push_back("none(" + std::to_string(at) + "|.*");
  values.insert(values.end(), {"resh_", "ocean", "langmuir"});
  const std::vector<std::string> anywhere = {"rockDescription", "level4", "geoFeatures.name"};
  const Criteria cases[] = {
      only(text({"material", "level1", "rockDescription"}, values)),
      only(text(anywhere, values, TextMatch::substring)),
      only(CitationClause{{text({"citations.authors"}, values, TextMatch::author)}, {}}),
      {{text(anywhere, values, TextMatch::substring),
        CitationClause{{text({"citations.authors"}, values, TextMatch::author)}, {}}}},
  };
  const Lines want[] = {{}, {"b"}, {"b"}, {"b"}};
  const LoadedSearch loaded = with_rocks();
  for (std::size_t at = 0; at < std::size(cases); ++at) {
    EXPECT_EQ(ids(*loaded.search, search_environment(), cases[at]), want[at]) << at;
  }
}

TEST_P(SearchContract, takes_zero_and_minus_zero_for_the_same) {
  const LoadedSearch loaded = SearchContract::GetParam().make();
  loaded.load(search_environment(), {R"({"sampleId":"a","latitude":-0.0,"longitude":0,"results":)"
                                     R"([{"variable":"X","value":-0.0}]})"});
  for (const Clause& clause : {Clause(ChemistryClause{"", "X", 0, {}}), Clause(ChemistryClause{"", "X", {}, -0.0}),
                               Clause(BoxClause{0, 0, 0, 0}), Clause(BoxClause{-0.0, -0.0, -0.0, -0.0})}) {
    EXPECT_EQ(ids(*loaded.search, search_environment(), only(clause)), Lines{"a"}) << clause.index();
  }
}

TEST_P(SearchContract, does_not_find_a_variable_under_another_group) {
  const LoadedSearch loaded = with_rocks();
  EXPECT_TRUE(ids(*loaded.search, search_environment(), only(VariablesClause{{{"major oxide", {"Zr"}}}})).empty());
}

TEST_P(SearchContract, compares_numbers_as_doubles) {
  struct Case {
    const char* why;
    Clause clause;
    Lines want;
  };
  const Ring triangle = {{59, 49}, {61, 49}, {60, 52}};
  const Ring bowl = {{50, 40}, {70, 40}, {70, 60}, {60, 45}, {50, 60}};
  const Ring beyond_the_globe = {{30, 45}, {190, 45}, {190, 95}, {30, 95}};
  const Case cases[] = {
      {"an inclusive bound", ChemistryClause{"", "Zr", 100, {}}, {"b"}},
      {"above it", ChemistryClause{"", "Zr", 100.5, {}}, {}},
      {"no bound: any result, also one without a number", ChemistryClause{"", "Zr", {}, {}}, {"b", "c"}},
      {"a qualifier satisfies no bound", ChemistryClause{"trace element", "Co", 0, 100}, {}},
      {"a number written as text", ChemistryClause{"trace element", "CO", 99, 101}, {"a"}},
      {"a group alone", ChemistryClause{"trace element", "", {}, 100}, {"a", "b"}},
      {"a variable that nobody has", ChemistryClause{"", "Hf", 0, 100}, {}},
      {"beyond a double is absent", ChemistryClause{"", "Zr", 1e300, {}}, {}},
      {"a box, its border included", BoxClause{-180, -20, 0, 90}, {"a", "á"}},
      {"180 is not -180", BoxClause{170, -90, 180, 90}, {"b"}},
      {"across the antimeridian", BoxClause{170, -90, -170, 90}, {"a", "b"}},
      {"a polygon", PolygonClause{{triangle}}, {"c"}},
      {"one of two polygons", PolygonClause{{{{5, 5}, {6, 5}, {6, 6}}, triangle}}, {"c"}},
      {"the notch of a polygon is outside", PolygonClause{{bowl}}, {}},
      {"a polygon that reaches beyond the globe", PolygonClause{{beyond_the_globe}}, {"c"}},
      {"a polygon beyond the globe", PolygonClause{{{{190, 45}, {210, 45}, {200, 55}}}}, {}},
      {"reaches the least age", AgeClause{9, {}, {}}, {"b"}},
      {"begins by the greatest age", AgeClause{{}, 6, {}}, {"b"}},
      {"age alone is both ends", AgeClause{{}, {}, 7}, {"a", "b"}},
      {"an unknown end is false", AgeClause{-1e9, 1e9, {}}, {"a", "b"}},
  };
  const LoadedSearch loaded = with_rocks();
  for (const Case& c : cases) EXPECT_EQ(ids(*loaded.search, search_environment(), only(c.clause)), c.want) << c.why;
}

}  // namespace
}  // namespace exportd::contract
