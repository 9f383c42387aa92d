#include "app/environment_file.hpp"

#include <gtest/gtest.h>

#include <string>

#include "core/failure.hpp"
#include "tests/unit/query/shipped.hpp"

namespace exportd::query_test {
namespace {

std::string message_of(const std::string& toml) {
  try {
    const Environment read = app::parse_environment(toml, "mine", "mine.toml");
    return "accepted";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.kind(), FailureKind::reject);
    EXPECT_EQ(failure.code(), "bad_config");
    return failure.message();
  }
}

TEST(EnvironmentFile, IsReadWhole) {
  const Environment environment = app::parse_environment(R"toml(
title = "Mine"
index = "mine-2"
email_required = true
order = "index"
id_field = "igsn"
records = "flat"
licence = "CC0"
licence_url = "https://example.org/cc0"
cite = "Cite it"
search_url = "https://example.org"
ignored = ["page"]
box_edges = true

[parameters.zone]
kind = "text"
fields = ["station", "citations.citationCode"]
aliases = ["area"]
example = "x"
words = "the zone is {}"

[parameters.box]
kind = "bounding_box"

[columns]
elements = ["SiO2", "Zr"]
[[columns.analyte]]
field = "SIO2(WT%)"
variable = "SiO2"
unit = "wt%"
group = "major oxide"
[[columns.analyte]]
field = "Zr"
)toml",
                                                         "mine", "mine.toml");
  EXPECT_EQ(environment.name, "mine");
  EXPECT_EQ(environment.title, "Mine");
  EXPECT_EQ(environment.index, "mine-2");
  EXPECT_TRUE(environment.email_required);
  EXPECT_EQ(environment.order, "index");
  EXPECT_EQ(environment.id_field, "igsn");
  EXPECT_EQ(environment.shape, RecordShape::flat);
  EXPECT_EQ(environment.licence_url, "https://example.org/cc0");
  ASSERT_EQ(environment.parameters.size(), 2U);
  EXPECT_EQ(environment.parameters[0].name, "zone") << "in the order of the file";
  EXPECT_EQ(environment.parameters[0].aliases, std::vector<std::string>{"area"});
  EXPECT_EQ(environment.parameters[1].kind, ParameterKind::bounding_box);
  ASSERT_EQ(environment.flat_analytes.size(), 2U);
  EXPECT_EQ(environment.flat_analytes[0].variable, "SiO2");
  EXPECT_EQ(environment.flat_analytes[1].variable, "Zr") << "the field's name, unless another is given";
  EXPECT_EQ(canonical(environment, "area=B&west=1&south=2&east=3&north=4&page=7"), "box=1%2C2%2C3%2C4&zone=b");
}

TEST(EnvironmentFile, NamesTheLineOfWhatIsWrong) {
  struct Case {
    const char* toml;
    const char* want;
  };
  static constexpr Case cases[] = {
      {"\ntitel = \"x\"", "line 2: unknown key \"titel\": did you mean \"title\"?"},
      {"title = 3", "line 1: title must be a text in quotes"},
      {"title = \"a\"\ntitle = \"b\"", "line 2: "},
      {"title = ", "line 1: "},
      {"email_required = \"yes\"", "line 1: email_required must be true or false"},
      {"records = \"wide\"", "line 1: records must be \"nested\" or \"flat\", not \"wide\""},
      {"order = \"sampelId\"", "line 1: order \"sampelId\" is no field of the record"},
      {"id_field = \"results\"", "line 1: id_field \"results\" is no field of the record"},
      {"ignored = [\"a\", 1]", "line 1: ignored must be a list of texts in quotes"},
      {"index = \"\"", "index must not be empty"},
      {"[columns]\nelement = []", "line 2: unknown key \"element\": did you mean \"elements\"?"},
      {"[[columns.analyte]]\nunit = \"ppm\"", "[[columns.analyte]] has no field"},
      {"[[columns.analyte]]\nfield = \"a\"\n[[columns.analyte]]\nfield = \"a\"", "is configured twice"},
      {"parameters = \"petdb\"", "no environment \"petdb\" is shipped"},
      {"parameters = 3", "line 1: parameters must be tables [parameters.NAME] or the name of a shipped set"},
      {"[parameters]\na = 3", "line 2: parameter \"a\" must be a table [parameters.a]"},
      {"[parameters.a]\nfields = [\"material\"]", "[parameters.a] has no kind"},
      {"[parameters.a]\nkind = \"txet\"", "line 2: unknown kind \"txet\": did you mean \"text\"?"},
      {"[parameters.a]\nkind = \"text\"", "a parameter of kind text has at least 1 fields, not 0"},
      {"[parameters.a]\nkind = \"pair\"\nfields = [\"material\"]",
       "line 3: a parameter of kind pair has 2 fields, not 1"},
      {"[parameters.a]\nkind = \"text\"\nfields = [\"materiel\"]",
       "line 3: unknown field \"materiel\": did you mean \"material\"?"},
      {"[parameters.a]\nkind = \"text\"\nfields = [\"citations\"]", "line 3: unknown field \"citations\""},
      {"[parameters.a]\nkind = \"year\"\nfields = [\"age\"]",
       "line 3: the field of a year must be one of the citations'"},
      {"[parameters.a]\nkind = \"feature\"\nfields = [\"results\", \"geoFeatures.type\", \"geoFeatures.name\"]",
       "line 3: the first field of a feature must be \"geoFeatures\""},
      {"[parameters.a]\nkind = \"feature\"\nfields = [\"geoFeatures\", \"material\", \"geoFeatures.name\"]",
       "line 3: a feature's type and name must be fields of geoFeatures"},
      {"[parameters.a]\nkind = \"chemistry\"\nfields = [\"material\"]", "kind chemistry has 0 fields, not 1"},
      {"[parameters.a]\nkind = \"chemistry\"\nwords = \"x\"", "line 3: words must say with {}"},
      {"[parameters.a]\nkind = \"chemistry\"\nalias = [\"x\"]", "line 3: unknown key \"alias\""},
      {"[parameters.layout]\nkind = \"chemistry\"", "the parameter's name \"layout\" is taken"},
      {"[parameters.refresh]\nkind = \"chemistry\"", "the parameter's name \"refresh\" is taken"},
      {"[parameters.\"a b\"]\nkind = \"chemistry\"", "the parameter's name \"a b\" must be of"},
      {"[parameters.a]\nkind = \"chemistry\"\naliases = [\"a\"]", "the parameter's name \"a\" is taken"},
      {"ignored = [\"a\"]\n[parameters.a]\nkind = \"chemistry\"", "the parameter's name \"a\" is taken"},
      {"[parameters.a]\nkind = \"age_min\"\n[parameters.b]\nkind = \"age_min\"",
       "only one parameter may be of kind age_min"},
      {"box_edges = true", "box_edges = true needs a parameter of kind bounding_box"},
  };
  for (const auto& c : cases) {
    const std::string message = message_of(c.toml);
    EXPECT_TRUE(message.starts_with("configuration: mine.toml")) << message;
    EXPECT_NE(message.find(c.want), std::string::npos) << message << "\nwanted " << c.want;
  }
}

TEST(EnvironmentFile, NameIsShortAndPlain) {
  EXPECT_TRUE(app::valid_environment_name("a"));
  EXPECT_TRUE(app::valid_environment_name("petdb-2002"));
  EXPECT_TRUE(app::valid_environment_name(std::string(32, 'a')));
  for (const std::string& name : {std::string(), std::string(33, 'a'), std::string("2a"), std::string("-a"),
                                  std::string("A"), std::string("a_b"), std::string("é")}) {
    EXPECT_FALSE(app::valid_environment_name(name)) << name;
  }
}

TEST(EnvironmentTable, ChangesAShippedEnvironmentKeyByKey) {
  const Environment all[] = {synthesis(), petdb()};
  Environment environment = petdb();
  app::apply_environment_table(environment, toml::parse("title = \"Ours\"\norder = \"igsn\""), all, "exportd.toml");
  EXPECT_EQ(environment.title, "Ours");
  EXPECT_EQ(environment.order, "igsn");
  EXPECT_EQ(environment.parameters.size(), petdb().parameters.size());
}

TEST(EnvironmentTable, MakesANewEnvironmentWithPetdbsParametersOrANamedSet) {
  const Environment all[] = {synthesis(), petdb()};
  Environment environment = app::new_environment("mine", petdb());
  app::apply_environment_table(environment, toml::parse("title = \"Mine\""), all, "exportd.toml");
  EXPECT_EQ(environment.name, "mine");
  EXPECT_EQ(environment.index, "mine");
  EXPECT_EQ(environment.elements, petdb().elements);
  EXPECT_EQ(canonical(environment, "igsn=A"), "igsn=a");
  EXPECT_TRUE(canonical(environment, "level4=a").starts_with("422"));

  app::apply_environment_table(environment, toml::parse("parameters = \"synthesis\""), all, "exportd.toml");
  EXPECT_EQ(canonical(environment, "level4=a&west=1&south=2&east=3&north=4&size=3"),
            "boundingBox=1%2C2%2C3%2C4&level4=a");
  EXPECT_NE(parsed(environment, "").id, parsed(synthesis(), "").id) << "the id holds the environment's name";
}

}  // namespace
}  // namespace exportd::query_test
