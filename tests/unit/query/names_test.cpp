// Which parameters there are, what stands for what, and what is refused.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "core/limits.hpp"
#include "core/nearest_name.hpp"
#include "tests/unit/query/shipped.hpp"

namespace exportd::query_test {
namespace {

std::set<std::string> names(const Environment& environment) {
  std::set<std::string> all;
  for (const ParameterSpec& spec : environment.parameters) all.insert(spec.name);
  return all;
}

TEST(Names, AreThoseOfTheDomain) {
  const std::set<std::string> both = {
      "authors",     "citationTitles", "journals",     "doi",           "publicationYears", "sampleNames", "igsn",
      "expeditions", "dataSources",    "laboratories", "analysisTypes", "taxons",           "geoFeatures", "variables",
      "chemistry",   "boundingBox",    "polygons",     "minage",        "maxage",           "exactage"};
  std::set<std::string> legacy = {"title",  "journal", "minpubyear", "maxpubyear", "exactpubyear",  "level1",
                                  "level2", "level3",  "level4",     "material",   "geologicalage", "keyword"};
  EXPECT_EQ(names(petdb()), both);
  legacy.insert(both.begin(), both.end());
  EXPECT_EQ(names(synthesis()), legacy);
  EXPECT_TRUE(synthesis().email_required);
  EXPECT_FALSE(petdb().email_required);
}

TEST(Names, EveryExampleIsAcceptedAndSaysSomething) {
  for (const Environment* environment : {&synthesis(), &petdb()}) {
    for (const ParameterSpec& spec : environment->parameters) {
      ASSERT_FALSE(spec.example.empty()) << spec.name;
      const std::vector<query::NameValue> example = {{spec.name, spec.example}};
      const auto request = query::parse_request(*environment, "", query::Source::url, example);
      ASSERT_TRUE(request.ok()) << spec.name << ": " << request.error().message();
      EXPECT_TRUE(request->search_parameters.starts_with(spec.name + "=")) << request->search_parameters;
      EXPECT_EQ(request->criteria.clauses.empty(), false) << spec.name;
    }
  }
}

TEST(Names, OfThePortalStandForOurs) {
  struct Case {
    const char* given;
    const char* want;
  };
  static constexpr Case cases[] = {
      {"author=Smith", "authors=smith"},
      {"sampleid=D20-3", "sampleNames=d20-3"},
      {"cruiseid=AMORE", "expeditions=amore"},
      {"polygon=0 0,2 0,1 1,0 0", "polygons=0%200%2C2%200%2C1%201%2C0%200"},
      {"author=b&authors=a||b", "authors=a%7C%7Cb"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(canonical(synthesis(), c.given), c.want);
    const std::string name(c.given, std::string(c.given).find('='));
    EXPECT_EQ(canonical(petdb(), c.given).substr(0, 4 + name.size()), "422 " + name) << "petdb does not know " << name;
  }
}

TEST(Names, ThatAreIgnoredAreIgnoredExactly) {
  for (const Environment* environment : {&synthesis(), &petdb()}) {
    for (const char* name : {"size", "afterKey", "startrow", "endrow", "searchtype", "outputtype", "standarditems",
                             "showcolumnnames", "showunits"}) {
      EXPECT_EQ(canonical(*environment, std::string(name) + "=anything&" + name), "");
    }
    for (const char* name : {"Size", "afterkey", "sizes", "from"}) {
      EXPECT_EQ(canonical(*environment, name).substr(0, 4), "422 ") << name;
    }
  }
  EXPECT_EQ(canonical(petdb(), "size=%zz").substr(0, 4), "422 ") << "what is ignored must still be readable";
}

TEST(Names, ThatAreUnknownAreRefusedEvenWhenEmpty) {
  EXPECT_EQ(canonical(synthesis(), "materal="), R"(422 materal: parameter "materal": is no parameter of synthesis: )"
                                                R"(did you mean "material"?)");
  EXPECT_EQ(canonical(petdb(), "filetype=csv"),
            R"(422 filetype: parameter "filetype": is no parameter of petdb: did you mean "fileType"?)");
  EXPECT_EQ(canonical(petdb(), "Authors=x"),
            R"(422 Authors: parameter "Authors": is no parameter of petdb: did you mean "authors"?)");
  EXPECT_EQ(canonical(petdb(), "=x").substr(0, 5), "422 :") << "an empty name";
  EXPECT_EQ(canonical(petdb(), "%0A%E2%80%AEx=1").substr(0, 4), "422 ");
  EXPECT_NE(canonical(petdb(), "%0A%E2%80%AEx=1").find(R"("\u000A\u202Ex")"), std::string::npos)
      << "control characters do not reach a terminal";
  EXPECT_EQ(canonical(petdb(), "refresh=true").substr(0, 11), "422 refresh") << "a control is no parameter";
}

TEST(Pairs, AreSplitAndDecodedOnce) {
  struct Case {
    const char* why;
    const char* given;
    const char* want;
  };
  static constexpr Case cases[] = {
      {"one leading ?", "?material=a", "material=a"},
      {"empty pieces", "&&material=a&", "material=a"},
      {"the first = separates", "material=a=b", "material=a%3Db"},
      {"names are decoded too", "m%61terial=a", "material=a"},
      {"once only", "material=%2541", "material=%2541"},
      {"hexadecimal digits of any case", "material=%c3%A9", "material=%C3%A9"},
      {"the plain characters", "material=a-b.c_d~e!", "material=a-b.c_d~e%21"},
      {"parameters are sorted", "material=b&igsn=a", "igsn=a&material=b"},
  };
  for (const auto& c : cases) EXPECT_EQ(canonical(synthesis(), c.given), c.want) << c.why;
  EXPECT_EQ(canonical(petdb(), "??igsn=a").substr(0, 6), "422 ?i") << "the second ? is part of the name";
}

TEST(Pairs, AreRefusedWhenTheyAreNotUtf8OrNotEncoded) {
  for (const char* value : {"%", "%4", "%4g", "%zz", "a%", "%%41", "%u0041"}) {
    EXPECT_NE(canonical(petdb(), std::string("igsn=") + value).find("is not a percent-encoded byte"), std::string::npos)
        << value;
  }
  for (const char* value : {"%80", "%C3", "%C0%80", "%ED%A0%80", "%F4%90%80%80", "%F8%88%80%80%80", "%E2%82"}) {
    EXPECT_NE(canonical(petdb(), std::string("igsn=") + value).find("is not UTF-8"), std::string::npos) << value;
  }
}

TEST(Query, IsBoundedByWhereItStands) {
  const std::string name = "igsn=";
  const std::string url(limits::query_bytes_max - name.size(), 'a');
  EXPECT_TRUE(query::parse_request(petdb(), name + url).ok());
  EXPECT_TRUE(query::parse_request(petdb(), "?" + name + url).ok()) << "the ? is not part of the query";
  EXPECT_EQ(query::parse_request(petdb(), name + url + "a").error().code, "too_long");
  const std::string body(limits::body_bytes_max - name.size(), 'a');
  EXPECT_TRUE(query::parse_request(petdb(), name + body, query::Source::body).ok());
  EXPECT_EQ(query::parse_request(petdb(), name + body + "a", query::Source::body).error().code, "too_long");
}

TEST(Query, TakesExtraPairsAsTheyStand) {
  const std::vector<query::NameValue> extra = {{"igsn", "a%41+b"}, {"layout", "LONG"}};
  const auto request = query::parse_request(petdb(), "igsn=c", query::Source::url, extra);
  ASSERT_TRUE(request.ok());
  EXPECT_EQ(request->search_parameters, "igsn=a%2541%2Bb%7C%7Cc");
  EXPECT_EQ(request->file_options, "layout=long");
}

TEST(Query, LetsControlsBeTakenOut) {
  constexpr std::string_view controls[] = {"refresh", "limit"};
  std::vector<query::NameValue> pairs = {{"igsn", "a"}, {"refresh", "TRUE"}, {"limit", "20"}};
  const auto taken = query::take_controls(pairs, controls);
  ASSERT_EQ(pairs.size(), 1U);
  ASSERT_EQ(taken.size(), 2U);
  EXPECT_TRUE(*query::wants_refresh(taken));
  EXPECT_TRUE(query::parse_pairs(petdb(), pairs).ok());
  using Pairs = std::vector<query::NameValue>;
  EXPECT_FALSE(*query::wants_refresh(Pairs{}));
  EXPECT_FALSE(*query::wants_refresh(Pairs{{"refresh", ""}}));
  EXPECT_FALSE(*query::wants_refresh(Pairs{{"refresh", "false"}}));
  EXPECT_FALSE(query::wants_refresh(Pairs{{"refresh", "yes"}}).ok());
  EXPECT_FALSE(query::wants_refresh(Pairs{{"refresh", "true"}, {"refresh", "false"}}).ok());
}

TEST(NearestName, IsTheOneWithTheFewestEdits) {
  const std::vector<std::string> known = {"authors", "journals", "journal", "minage", "maxage"};
  EXPECT_EQ(nearest_name("authros", known), "authors") << "neighbours swapped are one edit";
  EXPECT_EQ(nearest_name("JOURNAL", known), "journal") << "case counts half";
  EXPECT_EQ(nearest_name("mnage", known), "minage") << "of equals the first";
  EXPECT_EQ(nearest_name("", known), "minage");
  EXPECT_EQ(nearest_name(std::string(100'000, 'x'), known), "maxage") << "only the beginning is compared";
  EXPECT_EQ(nearest_name("x", {}), "");
}

}  // namespace
}  // namespace exportd::query_test
