// From parameters to the clauses of a search.
#include <gtest/gtest.h>

#include <string>
#include <variant>

#include "tests/unit/query/shipped.hpp"

namespace exportd::query_test {
namespace {

using Texts = std::vector<std::string>;

template <class T>
T only_clause(const Environment& environment, std::string_view query_string) {
  const auto request = parsed(environment, query_string);
  EXPECT_EQ(request.criteria.clauses.size(), 1U) << query_string;
  return std::get<T>(request.criteria.clauses.at(0));
}

TEST(Criteria, OfTextsNameTheirFieldsAndHowTheyMatch) {
  struct Case {
    const char* given;
    Texts fields;
    TextMatch match;
  };
  const Case cases[] = {
      {"sampleNames=A", {"sampleName"}, TextMatch::whole},
      {"igsn=A", {"igsn"}, TextMatch::whole},
      {"expeditions=A", {"expeditions"}, TextMatch::whole},
      {"dataSources=A", {"dataSource"}, TextMatch::whole},
      {"laboratories=A", {"results.laboratory"}, TextMatch::whole},
      {"level1=A", {"level1"}, TextMatch::whole},
      {"level2=A", {"level2"}, TextMatch::whole},
      {"level3=A", {"level3"}, TextMatch::whole},
      {"level4=A", {"level4"}, TextMatch::whole},
      {"material=A", {"material"}, TextMatch::whole},
      {"geologicalage=A", {"geologicalAge"}, TextMatch::whole},
      {"keyword=A", {"rockDescription", "level4", "geoFeatures.name"}, TextMatch::substring},
  };
  for (const auto& c : cases) {
    const auto clause = only_clause<TextClause>(synthesis(), c.given);
    EXPECT_EQ(clause.fields, c.fields) << c.given;
    EXPECT_EQ(clause.match, c.match) << c.given;
    EXPECT_EQ(clause.values, Texts{"a"}) << c.given;
  }
}

TEST(Criteria, OfCitationsAreOneClause) {
  const auto request = parsed(synthesis(),
                              "authors=Smith||Doe, J.&citationTitles=T&journals=J&doi=10.1/X&title=sub&journal=jo&"
                              "publicationYears=2001||1999&minpubyear=1990&maxpubyear=2010&exactpubyear=2001&igsn=a");
  ASSERT_EQ(request.criteria.clauses.size(), 2U);
  EXPECT_TRUE(std::holds_alternative<TextClause>(request.criteria.clauses[0]));
  const auto& citation = std::get<CitationClause>(request.criteria.clauses[1]);
  ASSERT_EQ(citation.texts.size(), 6U);
  EXPECT_EQ(citation.texts[0].fields, Texts{"citations.authors"});
  EXPECT_EQ(citation.texts[0].match, TextMatch::author);
  EXPECT_EQ(citation.texts[0].values, (Texts{"doe, j.", "smith"}));
  EXPECT_EQ(citation.texts[1].fields, Texts{"citations.citationTitle"});
  EXPECT_EQ(citation.texts[2].fields, Texts{"citations.citationDOI"});
  EXPECT_EQ(citation.texts[3].match, TextMatch::substring);
  EXPECT_EQ(citation.texts[3].fields, Texts{"citations.citationContainerTitle"});
  EXPECT_EQ(citation.texts[4].match, TextMatch::whole);
  EXPECT_EQ(citation.texts[5].fields, Texts{"citations.citationTitle"});
  ASSERT_EQ(citation.years.size(), 4U);
  for (const YearClause& years : citation.years) EXPECT_EQ(years.fields, Texts{"citations.citationPublicationYear"});
  EXPECT_EQ(citation.years[0].years, std::vector<double>{2001}) << "exactpubyear";
  EXPECT_EQ(citation.years[1].max, 2010) << "maxpubyear";
  EXPECT_EQ(citation.years[2].min, 1990) << "minpubyear";
  EXPECT_EQ(citation.years[3].years, (std::vector<double>{1999, 2001})) << "publicationYears";
}

TEST(Criteria, OfAgesAreOneClause) {
  const auto ages = only_clause<AgeClause>(petdb(), "maxage=6.5e1&minage=-1&exactage=.5");
  EXPECT_EQ(ages.min, -1.0);
  EXPECT_EQ(ages.max, 65.0);
  EXPECT_EQ(ages.exact, 0.5);
  EXPECT_FALSE(only_clause<AgeClause>(petdb(), "maxage=1").min);
}

TEST(Criteria, OfGroupsNameTheirFields) {
  const auto pair = only_clause<PairClause>(petdb(), "analysisTypes=Rock::[Glass||B]||A");
  EXPECT_EQ(pair.field, "analysisType");
  EXPECT_EQ(pair.member_field, "material");
  ASSERT_EQ(pair.items.size(), 2U);
  EXPECT_EQ(pair.items[0].name, "a");
  EXPECT_TRUE(pair.items[0].members.empty());
  EXPECT_EQ(pair.items[1].name, "rock");
  EXPECT_EQ(pair.items[1].members, (Texts{"b", "glass"}));

  const auto taxons = only_clause<HierarchyClause>(petdb(), "taxons=a::[b]");
  EXPECT_EQ(taxons.levels, (Texts{"level1", "level2", "level3", "level4"}));

  const auto features = only_clause<FeatureClause>(petdb(), "geoFeatures=Ridge");
  EXPECT_EQ(features.list, "geoFeatures");
  EXPECT_EQ(features.type_field, "geoFeatures.type");
  EXPECT_EQ(features.name_field, "geoFeatures.name");
  EXPECT_EQ(features.items.at(0).name, "ridge");

  const auto variables = only_clause<VariablesClause>(petdb(), "variables=SiO2||ree::[La]");
  EXPECT_EQ(variables.items.at(0).name, "SiO2");
  EXPECT_EQ(variables.items.at(1).name, "rare earth element");
  EXPECT_EQ(variables.items.at(1).members, Texts{"La"});
}

TEST(Criteria, OfNothingAreEmpty) {
  EXPECT_TRUE(parsed(petdb(), "").criteria.clauses.empty());
}

TEST(Numbers, TakeOneValue) {
  struct Case {
    const char* why;
    const char* given;
    const char* want;
  };
  static constexpr Case cases[] = {
      {"once", "minage=01.50", "1.5"},
      {"twice the same", "minage=1.5&minage=15e-1", "1.5"},
      {"an empty one beside it", "minage=&minage=1", "1"},
      {"spaces around it", "minage=+1", "422  1 is not a number"},
      {"spaces around a year", "exactpubyear=+2001+", "2001"},
      {"two values", "minage=1&minage=2", "422 2 is given beside \"1\""},
      {"|| makes no list here", "minage=1||2", "422 1||2 is not a number"},
      {"a + that was not encoded", "minage=1e+5", "422 1e 5 is not a number"},
      {"min above max", "minage=2&maxage=1", "422 2 is above the upper bound \"1\""},
      {"by less than a double can tell", "minage=1.000000000000000000001&maxage=1",
       "422 1.000000000000000000001 is above the upper bound \"1\""},
      {"equal bounds", "minage=1&maxage=1.0", "maxage=1&minage=1"},
      {"exact outside the bounds is no error", "minage=1&exactage=0", "exactage=0&minage=1"},
      {"years too", "minpubyear=2001&maxpubyear=2000", "422 2001 is above the upper bound \"2000\""},
      {"years as numbers, not as texts", "minpubyear=999&maxpubyear=2000", "maxpubyear=2000&minpubyear=999"},
      {"one year", "exactpubyear=2001&exactpubyear=02001", "2001"},
      {"one year as a list", "exactpubyear=||2001||02001", "2001"},
      {"two years", "exactpubyear=2001||2002", "422 2002 is given beside \"2001\""},
      {"years of a list", "publicationYears=2001||0999||2001", "2001||999"},
      {"no year", "publicationYears=2001||MMII", "422 MMII is not a year"},
      {"no negative year", "minpubyear=-1", "422 -1 is not a year"},
  };
  for (const auto& c : cases) EXPECT_EQ(value_of(synthesis(), c.given), c.want) << c.why;
}

}  // namespace
}  // namespace exportd::query_test
