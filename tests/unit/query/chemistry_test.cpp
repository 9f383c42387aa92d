// docs/search-parameters.md sections 6 and 7.
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/query/shipped.hpp"

namespace exportd::query_test {
namespace {

struct Case {
  const char* why;
  const char* given;
  const char* want;
};

TEST(Variables, KeepTheirCaseAndGroupsLoseIt) {
  static constexpr Case cases[] = {
      {"CO is not Co", "variables=CO||Co", "CO||Co"},
      {"a code in any case is its group", "variables=maj||Mj||MAJ", "major oxide"},
      {"all four groups", "variables=MJ||REE||TE||IR",
       "major oxide||radiogenic isotope ratio||rare earth element||trace element"},
      {"the group's name in any case", "variables=Trace+Element", "trace element"},
      {"Te so written is the element", "variables=Te", "Te"},
      {"Ir so written is the element", "variables=Ir", "Ir"},
      {"otherwise written it is the group", "variables=tE||iR", "radiogenic isotope ratio||trace element"},
      {"before ::[ it is always the group", "variables=Te::[Zr]||Ir::[87Sr/86Sr]",
       "radiogenic isotope ratio::[87Sr/86Sr]||trace element::[Zr]"},
      {"a name of no group keeps its case", "variables=Volatiles", "Volatiles"},
      {"before ::[ it is lower-cased", "variables=Volatiles::[H2O]", "volatiles::[H2O]"},
      {"members keep their case", "variables=REE::[la||La]", "rare earth element::[La||la]"},
      {"members are no codes", "variables=MAJ::[TE]", "major oxide::[TE]"},
      {"names with brackets, colons and commas", "variables=a[1]||b::c||d,e", "a[1]||b::c||d,e"},
      {"+ as %2B", "variables=H2O%2B||H2O-", "H2O+||H2O-"},
      {"δ18O stays", "variables=%CE%B418O", "δ18O"},
      {"the group is trimmed, it is no variable", "variables=+REE+::[La]", "rare earth element::[La]"},
  };
  for (const auto& c : cases) EXPECT_EQ(value_of(petdb(), c.given), c.want) << c.why;
}

TEST(Variables, ThatBeginOrEndWithASpaceAreRefused) {
  constexpr const char* problem = " begins or ends with a space, which no name of a variable does";
  EXPECT_EQ(value_of(petdb(), "variables=H2O+"), std::string("422 H2O ") + problem);
  EXPECT_EQ(value_of(petdb(), "variables=La||+Ce"), std::string("422  Ce") + problem);
  EXPECT_EQ(value_of(petdb(), "variables=REE::[La+||Ce]"), std::string("422 La ") + problem);
  EXPECT_EQ(value_of(petdb(), "variables=+REE"), std::string("422  REE") + problem);
  EXPECT_EQ(value_of(petdb(), "variables=+"), std::string("422  ") + problem);
  EXPECT_EQ(value_of(petdb(), "chemistry=(,H2O+,,)"), std::string("422 H2O ") + problem);
  EXPECT_EQ(value_of(petdb(), "chemistry=(te,+Zr,1,2)"), std::string("422  Zr") + problem);
  EXPECT_NE(canonical(petdb(), "variables=H2O+").find("write + as %2B"), std::string::npos);
}

TEST(Chemistry, IsReadByItsGrammar) {
  static constexpr Case cases[] = {
      {"group, variable and both bounds", "chemistry=(MAJ,SiO2,45,52)", "(major oxide,SiO2,45,52)"},
      {"no bounds", "chemistry=(,Zr,,)", "(,Zr,,)"},
      {"a group alone", "chemistry=(ree,,1,)", "(rare earth element,,1,)"},
      {"Te is a group here", "chemistry=(Te,,,)", "(trace element,,,)"},
      {"a group of another name", "chemistry=(Volatiles,H2O,,)", "(volatiles,H2O,,)"},
      {"expressions are sorted", "chemistry=(TE,Zr,,),(MAJ,SiO2,,)", "(major oxide,SiO2,,),(trace element,Zr,,)"},
      {"and each once", "chemistry=(te,Zr,1e2,),(TE,Zr,100.0,)", "(trace element,Zr,100,)"},
      {"a repeated parameter adds", "chemistry=(,Zr,,)&chemistry=(,La,,)", "(,La,,),(,Zr,,)"},
      {"one variable may have two ranges", "chemistry=(,Zr,1,9),(,Zr,5,20)", "(,Zr,1,9),(,Zr,5,20)"},
      {"spaces between expressions", "chemistry=+(,La,,)+,+(,Ce,,)+", "(,Ce,,),(,La,,)"},
      {"spaces around the group", "chemistry=(+TE+,Zr,1,2)", "(trace element,Zr,1,2)"},
      {"the variable has all commas between", "chemistry=(TE,a,b,c,1,2)", "(trace element,a,b,c,1,2)"},
      {"a ) inside a name closes nothing", "chemistry=(,f(x),1,2)", "(,f(x),1,2)"},
      {"nor does ), without a (", "chemistry=(,a),b,1,2)", "(,a),b,1,2)"},
      {"|| is part of a name here", "chemistry=(,a||b,,)", "(,a||b,,)"},
      {"names keep their case", "chemistry=(,CO,,),(,Co,,)", "(,CO,,),(,Co,,)"},
      {"equal bounds", "chemistry=(,Zr,100,1e2)", "(,Zr,100,100)"},
      {"negative bounds", "chemistry=(,d,-2,-1.50)", "(,d,-2,-1.5)"},
  };
  for (const auto& c : cases) EXPECT_EQ(value_of(petdb(), c.given), c.want) << c.why;
}

TEST(Chemistry, IsRefusedWhereItSaysNothing) {
  static constexpr Case cases[] = {
      {"no parenthesis", "chemistry=Zr", "422 Zr does not begin with ("},
      {"not closed", "chemistry=(,Zr,,", "422 (,Zr,, does not end with )"},
      {"a trailing comma", "chemistry=(,Zr,,),", "422 (,Zr,,), does not end with )"},
      {"three parts", "chemistry=(,Zr,1)", "422 ,Zr,1 does not have four parts"},
      {"one part", "chemistry=(Zr)", "422 Zr does not have four parts"},
      {"neither group nor variable", "chemistry=(,,1,2)", "422 ,,1,2 names neither a group nor a variable"},
      {"min above max", "chemistry=(,Zr,2,1)", "422 2 is above the upper bound \"1\""},
      {"above by less than a double can tell", "chemistry=(,Zr,1.00000000000000000001,1)",
       "422 1.00000000000000000001 is above the upper bound \"1\""},
      {"a bound that is no number", "chemistry=(,Zr,low,)", "422 low is not a number"},
      {"spaces around a bound", "chemistry=(,Zr,+1,)", "422  1 is not a number"},
      {"not even infinity", "chemistry=(,Zr,,inf)", "422 inf is not a number"},
      {"a bound beyond a double", "chemistry=(,Zr,,9e308)", "422 9e308 is larger than any double"},
  };
  for (const auto& c : cases) EXPECT_EQ(value_of(petdb(), c.given), c.want) << c.why;
}

TEST(Chemistry, HoldsAtMost50Expressions) {
  std::string query = "chemistry=(,v0,,)";
  for (int i = 1; i < 50; ++i) query += ",(,v" + std::to_string(i) + ",,)";
  EXPECT_FALSE(canonical(petdb(), query + ",(,v0,,)").starts_with("422")) << "duplicates do not count";
  EXPECT_EQ(value_of(petdb(), query + ",(,v50,,)"), "422  has 51 expressions");
}

TEST(Chemistry, GivesClausesWithDoubles) {
  const auto request = parsed(petdb(), "chemistry=(te,Zr,1e2,0.1e4),(,La,,)");
  ASSERT_EQ(request.criteria.clauses.size(), 2U);
  const auto& lanthanum = std::get<ChemistryClause>(request.criteria.clauses[0]);
  EXPECT_EQ(lanthanum.group, "");
  EXPECT_EQ(lanthanum.variable, "La");
  EXPECT_FALSE(lanthanum.min || lanthanum.max);
  const auto& zirconium = std::get<ChemistryClause>(request.criteria.clauses[1]);
  EXPECT_EQ(zirconium.group, "trace element");
  EXPECT_EQ(zirconium.min, 100.0);
  EXPECT_EQ(zirconium.max, 1000.0);
}

}  // namespace
}  // namespace exportd::query_test
