// Counts on PetDB's data sets of 2002, found by other means. Runs when EXPORTD_REAL_DATA names the folder that holds
// petdb-2002.ndjson.gz.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "test_store.hpp"
#include "testing/memory_search.hpp"
#include "tests/contract/search_contract.hpp"

namespace exportd::search {
namespace {

using contract::search_environment;

constexpr MonotonicTime no_deadline = MonotonicTime::max();

TextClause author(std::string name) {
  return {{"citations.authors"}, TextMatch::author, {std::move(name)}};
}

YearClause years(std::optional<double> min, std::optional<double> max) {
  return {{"citations.citationPublicationYear"}, {}, min, max};
}

FeatureClause feature(std::string type, std::vector<std::string> names) {
  return {"geoFeatures", "geoFeatures.type", "geoFeatures.name", {{std::move(type), std::move(names)}}};
}

struct Case {
  const char* query;
  Criteria criteria;
  std::uint64_t records;
};

std::vector<Case> cases() {
  const std::vector<std::string> levels = {"level1", "level2", "level3", "level4"};
  const std::vector<std::string> words = {"rockDescription", "level4", "geoFeatures.name"};
  const TextClause geophysical{{"citations.citationContainerTitle"}, TextMatch::substring, {"geophys"}};
  const Ring strip = {{-120, 20}, {-100, 20}, {-100, -25}, {-120, -25}};
  return {
      {"level4=tholeiite", {{TextClause{{"level4"}, TextMatch::whole, {"tholeiite"}}}}, 184},
      {"author=Langmuir", {{CitationClause{{author("langmuir")}, {}}}}, 180},
      {"journal=GEOPHYS&minpubyear=1985&maxpubyear=1990",
       {{CitationClause{{geophysical}, {years(1985, {}), years({}, 1990)}}}},
       156},
      {"author=Schilling&exactpubyear=1983", {{CitationClause{{author("schilling")}, {years(1983, 1983)}}}}, 66},
      {"north=-15&south=-25&east=-170&west=170", {{BoxClause{170, -25, -170, -15}}}, 540},
      {"polygon=-120 20,-100 20,-100 -25,-120 -25,-120 20", {{PolygonClause{{strip}}}}, 274},
      {"keyword=plag-phyric", {{TextClause{words, TextMatch::substring, {"plag-phyric"}}}}, 38},
      {"geoFeatures=location::[MARIANA TROUGH||LAU BASIN]",
       {{feature("location", {"mariana trough", "lau basin"})}},
       611},
      {"authors=Hawkins||Macdougall",
       {{CitationClause{{{{"citations.authors"}, TextMatch::author, {"hawkins", "macdougall"}}}, {}}}},
       300},
      {"analysisTypes=Volcanic Glass Analysis::[glass]&variables=REE",
       {{PairClause{"analysisType", "material", {{"volcanic glass analysis", {"glass"}}}},
         VariablesClause{{{"rare earth element", {}}}}}},
       467},
      {"boundingBox=-120,-25,-100,25", {{BoxClause{-120, -25, -100, 25}}}, 320},
      {"taxons=volcanic::[tholeiite||picrite]",
       {{HierarchyClause{levels, {{"volcanic", {"tholeiite", "picrite"}}}}}},
       191},
  };
}

TEST(RealData, gives_the_known_counts) {
  const char* folder = std::getenv("EXPORTD_REAL_DATA");
  const std::filesystem::path file = std::filesystem::path(folder == nullptr ? "" : folder) / "petdb-2002.ndjson.gz";
  if (!std::filesystem::exists(file)) {
    std::cout << "real data: petdb-2002.ndjson.gz is not there (EXPORTD_REAL_DATA): its counts are not checked\n";
    return;
  }
  const TestFolder store;
  const Environment environment = search_environment();
  const ImportReport report = import_records(store.store(), environment, open_file(file, {}), {}, nullptr, {});
  ASSERT_EQ(report.added, 2343U);
  SqliteSearch search(store.store());
  testing::MemorySearch memory;
  memory.load(environment, documents(search, environment));
  for (const Case& c : cases()) {
    EXPECT_EQ(search.count(environment, c.criteria, no_deadline), c.records) << c.query;
    EXPECT_EQ(memory.count(environment, c.criteria, no_deadline), c.records) << c.query;
  }
  EXPECT_EQ(search.analytes(environment), memory.analytes(environment));
}

}  // namespace
}  // namespace exportd::search
