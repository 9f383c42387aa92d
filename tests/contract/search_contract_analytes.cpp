// The contract of Search: which analytes the records hold, nested and flat.
#include "tests/contract/search_contract_records.hpp"

namespace exportd::contract {
namespace {

TEST_P(SearchContract, reads_flat_records_by_their_fields) {
  const LoadedSearch loaded = SearchContract::GetParam().make();
  const Environment environment = flat_environment();
  loaded.load(environment, {R"({"sampleId":"1","SIO2":[50.5,null,"n.d."],"Zr ":"12","comment":"x"})",
                            R"({"sampleId":"2","SIO2":[],"Zr ":"n.d.","results":[{"variable":"Hf"}]})"});
  Search& search = *loaded.search;
  const std::vector<Analyte> want = {{"SiO2", "wt%", "Major Oxide", ""}, {"Zr ", "", "", ""}};
  EXPECT_EQ(search.analytes(environment), want);
  EXPECT_EQ(ids(search, environment, only(ChemistryClause{"major oxide", "SiO2", 50, 51})), Lines{"1"});
  EXPECT_EQ(ids(search, environment, only(VariablesClause{{{"SIO2", {}}, {"Hf", {}}}})), Lines());
  EXPECT_EQ(ids(search, environment, only(ChemistryClause{"", "Zr ", 12, 12})), Lines{"1"});
  EXPECT_EQ(ids(search, environment, only(ChemistryClause{"", "Zr ", {}, {}})), (Lines{"1", "2"}));
  EXPECT_EQ(ids(search, environment, only(VariablesClause{{{"Zr ", {}}}})), (Lines{"1", "2"}));
  EXPECT_EQ(search.analytes_of(environment, only(ChemistryClause{"", "SiO2", {}, {}}), no_deadline), want);
  EXPECT_EQ(search.analytes_of(environment, only(VariablesClause{{{"Hf", {}}}}), no_deadline), std::vector<Analyte>());
}

TEST_P(SearchContract, finds_a_null_in_a_flat_record) {
  const LoadedSearch loaded = SearchContract::GetParam().make();
  const Environment environment = flat_environment();
  loaded.load(environment, {R"({"sampleId":"1","Zr":12})", R"({"sampleId":"2","Zr":null,"SIO2":5})"});
  const bool finds = SearchContract::GetParam().able.finds_null_results;
  EXPECT_EQ(ids(*loaded.search, environment, only(VariablesClause{{{"Zr", {}}}})),
            finds ? (Lines{"1", "2"}) : Lines{"1"});
  EXPECT_EQ(loaded.search->analytes_of(environment, only(VariablesClause{{{"SiO2", {}}}}), no_deadline).value().size(),
            finds ? 2U : 1U);
}

TEST_P(SearchContract, suggests_the_names_of_a_flat_records_fields) {
  const LoadedSearch loaded = SearchContract::GetParam().make();
  const Environment environment = flat_environment();
  loaded.load(environment,
              {R"({"sampleId":"1","SIO2":50,"Zr":12})", R"({"sampleId":"2","Zr":"n.d.","Major Oxide":1})"});
  const auto suggested = [&](std::string_view prefix) {
    const std::vector<Suggestion> found =
        loaded.search->suggest(environment, *environment.parameter("variables"), prefix, 10, no_deadline).value();
    Lines names;
    for (const Suggestion& suggestion : found) {
      names.push_back(suggestion.value + " " + std::to_string(suggestion.records));
    }
    return names;
  };
  EXPECT_EQ(suggested(""), (Lines{"Major Oxide 2", "Zr 2", "SiO2 1", "major oxide 1"}));
  EXPECT_EQ(suggested("ma"), (Lines{"Major Oxide 2", "major oxide 1"}));
  EXPECT_EQ(suggested("zR"), Lines{"Zr 2"});
}

TEST_P(SearchContract, names_every_analyte_as_a_column_would) {
  const LoadedSearch loaded = with_rocks();
  loaded.load(search_environment(),
              {R"({"sampleId":"d","results":[{},{"variable":5,"unit":1.50,"variableGroup":true,"method":""},)"
               R"({"variable":"P","unit":"µg/g","value":3},{"variable":"P","unit":"µg/g","method":null}]})"});
  const std::vector<Analyte> want = {
      {"", "", "", ""},
      {"5", "1.50", "true", ""},
      {"CO", "", "Trace Element", ""},
      {"Co", "ppm", "trace element", "XRF"},
      {"P", "µg/g", "", ""},
      {"Zr", "", "", ""},
      {"Zr", "ppm", "trace element", ""},
  };
  EXPECT_EQ(loaded.search->analytes(search_environment()), want);
  EXPECT_EQ(ids(*loaded.search, search_environment(), only(ChemistryClause{"", "P", 3, 3})), Lines{"d"});
}

TEST_P(SearchContract, names_more_analytes_than_a_page_of_them_holds) {
  const LoadedSearch loaded = SearchContract::GetParam().make();
  std::vector<Analyte> want;
  Lines lines;
  for (int record = 0; record < 5; ++record) {
    std::string line = R"({"sampleId":")" + std::to_string(record) + R"(","results":[)";
    for (int at = 1000; at < 1500; ++at) {
      const std::string name = std::to_string(record) + "-" + std::to_string(at);
      want.push_back({name, "ppm", "", ""});
      line += (at == 1000 ? "" : ",") + (R"({"unit":"ppm","variable":")" + name + R"("})");
    }
    lines.push_back(line + "]}");
  }
  loaded.load(search_environment(), lines);
  EXPECT_EQ(loaded.search->analytes(search_environment()), want);
}

TEST_P(SearchContract, names_analytes_of_odd_types) {
  if (!SearchContract::GetParam().able.takes_odd_types) GTEST_SKIP() << "refuses objects and takes lists apart";
  const LoadedSearch loaded = SearchContract::GetParam().make();
  loaded.load(search_environment(),
              {R"({"sampleId":"d","results":[{"variable":5,"unit":{"a": 1},"variableGroup":true,"method":["x",["y"]]},)"
               R"({"variable":["P","Q"],"unit":"µg/g","value":3}]})"});
  const std::vector<Analyte> want = {{"5", R"({"a":1})", "true", "x; y"}, {"P; Q", "µg/g", "", ""}};
  EXPECT_EQ(loaded.search->analytes(search_environment()), want);
  EXPECT_EQ(ids(*loaded.search, search_environment(), only(ChemistryClause{"", "Q", 3, 3})), Lines{"d"});
  EXPECT_EQ(ids(*loaded.search, search_environment(), only(VariablesClause{{{"P; Q", {}}}})), Lines());
}

TEST_P(SearchContract, names_the_analytes_of_a_selection) {
  const LoadedSearch loaded = with_rocks();
  const Environment environment = search_environment();
  const auto of = [&](const Criteria& criteria) {
    return loaded.search->analytes_of(environment, criteria, no_deadline).value();
  };
  const std::vector<Analyte> of_b = {{"Co", "ppm", "trace element", "XRF"}, {"Zr", "ppm", "trace element", ""}};
  EXPECT_EQ(of({}), loaded.search->analytes(environment));
  EXPECT_EQ(of(only(text({"material"}, {"whole rock"}))), of_b);
  EXPECT_EQ(of(only(BoxClause{179, 0, -179, 20})), of_b);
  EXPECT_EQ(of(only(ChemistryClause{"", "Zr", 100, 100})), of_b);
  EXPECT_EQ(of(only(text({"material"}, {"glass"}))), (std::vector<Analyte>{{"CO", "", "Trace Element", ""}}));
  EXPECT_EQ(of(only(text({"level2"}, {"tholeiite"}))), std::vector<Analyte>());
  EXPECT_EQ(of(only(text({"material"}, {"basalt"}))), std::vector<Analyte>());

  loaded.load(environment, {R"({"sampleId":"d","latitude":5,"longitude":5,"location":{"lat":5,"lon":5},)"
                            R"("results":[{"variable":"P","value":3}]})"});
  EXPECT_EQ(of(only(PolygonClause{{{{4, 4}, {6, 4}, {5, 6}}}})), (std::vector<Analyte>{{"P", "", "", ""}}));
  loaded.load(environment, {R"({"sampleId":"d","material":"slag"})"});
  EXPECT_EQ(of(only(text({"material"}, {"slag"}))), std::vector<Analyte>());
  Environment other = environment;
  other.name = "petdb";
  EXPECT_EQ(loaded.search->analytes_of(other, {}, no_deadline), std::vector<Analyte>());
}

}  // namespace
}  // namespace exportd::contract
