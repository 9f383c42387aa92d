// Random criteria on random odd records: the embedded store finds exactly what reading every record finds.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>
#include <string>

#include "core/lower_case.hpp"
#include "test_store.hpp"
#include "testing/memory_search.hpp"
#include "tests/contract/search_contract.hpp"

namespace exportd::search {
namespace {

using contract::flat_environment;
using contract::search_environment;

template <class T>
T one_of(std::vector<T> values) {
  return *rc::gen::elementOf(std::move(values));
}

int up_to(int most) {
  return *rc::gen::inRange(0, most + 1);
}

// ---- records: few distinct values, so that clauses often hold, in every odd shape ----

std::string scalar_text() {
  return one_of<std::string>({"\"a\"", "\"A\"", "\"b\"", "\"a, x\"", "\"A,\"", "\"\"", "\"ab\"", "\"\\u00c9\"", "\"İ\"",
                              "\"a\\u0000b\"", "true", "5", "5.0", "\"5\"", "null", "{ \"a\" : 1 }", "\"b%\""});
}

std::string scalar_number() {
  return one_of<std::string>({"0",   "1",    "-1",    "1.0",      "\"1\"",  "\"1 \"", "2",
                              "2.5", "-0.0", "1E400", "null",     "\"x\"",  "180",    "-180",
                              "90",  "-90",  "1983",  "\"1983\"", "1e-400", "false"});
}

template <class Scalar>
std::string odd(const Scalar& scalar) {
  switch (up_to(9)) {
    case 0: return "[]";
    case 1: return "[" + scalar() + "," + scalar() + "]";
    case 2: return "[[" + scalar() + "],[]," + scalar() + "]";
    case 3: return "null";
    default: return scalar();
  }
}

std::string object(const std::vector<std::pair<std::string, bool>>& fields) {
  std::string text = "{";
  for (const auto& [name, number] : fields) {
    if (up_to(3) == 0) continue;
    if (text.size() > 1) text += ",";
    text += "\"" + name + "\":" + (number ? odd(scalar_number) : odd(scalar_text));
  }
  return text + "}";
}

// A list of objects, or what may stand for one.
std::string objects(const std::vector<std::pair<std::string, bool>>& fields) {
  switch (up_to(5)) {
    case 0: return "null";
    case 1: return object(fields);
    case 2: return "[null,[" + object(fields) + "]]";
    default: return "[" + object(fields) + "," + object(fields) + "]";
  }
}

std::string record(int id) {
  std::string text = "{\"sampleId\":\"" + one_of<std::string>({"r", "R", "é"}) + std::to_string(id) + "\"";
  for (const std::string name :
       {"material", "analysisType", "level1", "level2", "level3", "level4", "rockDescription"}) {
    if (up_to(2) > 0) text += ",\"" + name + "\":" + odd(scalar_text);
  }
  for (const std::string name : {"latitude", "longitude", "ageMin", "age", "ageMax", "SIO2", "Zr"}) {
    if (up_to(2) > 0) text += ",\"" + name + "\":" + odd(scalar_number);
  }
  text += ",\"geoFeatures\":" + objects({{"type", false}, {"name", false}});
  text += ",\"citations\":" + objects({{"authors", false},
                                       {"citationTitle", false},
                                       {"citationContainerTitle", false},
                                       {"citationPublicationYear", true}});
  text += ",\"results\":" + objects({{"variable", false},
                                     {"variableGroup", false},
                                     {"value", true},
                                     {"unit", false},
                                     {"method", false},
                                     {"qualifier", false},
                                     {"laboratory", false}});
  return text + "}";
}

// ---- criteria ----

std::string wanted() {
  return one_of<std::string>(
      {"a", "b", "5", "5.0", "true", "a, x", "a,", "é", "i", "{\"a\":1}", "ab", "zz", std::string("a\0b", 3), "b%"});
}

std::vector<std::string> some_wanted() {
  std::vector<std::string> values = {wanted()};
  if (up_to(1) == 1) values.push_back(wanted());
  return values;
}

std::vector<GroupedItem> items() {
  std::vector<GroupedItem> found;
  for (int item = up_to(1); item >= 0; --item) {
    found.push_back({wanted(), up_to(1) == 0 ? std::vector<std::string>() : some_wanted()});
  }
  return found;
}

std::optional<double> bound() {
  if (up_to(1) == 0) return std::nullopt;
  return one_of<double>({-180, -90, -1, 0, 1, 2, 2.5, 90, 180, 1983});
}

double degrees(double most) {
  return one_of<double>({-most, -1, 0, 0.5, 1, 2, most});
}

TextClause text_clause(const std::vector<std::string>& fields) {
  const TextMatch match = one_of<TextMatch>({TextMatch::whole, TextMatch::substring, TextMatch::author});
  return {{one_of(fields), one_of(fields)}, match, some_wanted()};
}

CitationClause citation_clause() {
  CitationClause clause;
  for (int text = up_to(2); text > 0; --text) {
    clause.texts.push_back(
        text_clause({"citations.authors", "citations.citationTitle", "citations.citationContainerTitle"}));
  }
  if (clause.texts.empty() || up_to(1) == 0) {
    clause.years.push_back({{"citations.citationPublicationYear"}, {}, bound(), bound()});
    if (up_to(1) == 0) clause.years.back().years = {1983, 1};
  }
  return clause;
}

// Corners off the records' own degrees: on an edge either answer is right.
PolygonClause polygon_clause() {
  PolygonClause clause;
  for (int ring = up_to(1); ring >= 0; --ring) {
    const double west = one_of<double>({-200.25, -1.25, 0.25});
    const double south = one_of<double>({-95.125, -1.125, 0.375});
    clause.rings.push_back({{west, south}, {west + 190.5, south + 0.0625}, {west + 3.0625, south + 97.5}});
  }
  return clause;
}

Clause clause() {
  const std::vector<std::string> levels = {"level1", "level2", "level3", "level4"};
  switch (up_to(9)) {
    case 0: return text_clause({"material", "rockDescription", "geoFeatures.name", "results.laboratory", "level4"});
    case 1: return citation_clause();
    case 2: return PairClause{"analysisType", "material", items()};
    case 3: return HierarchyClause{levels, items()};
    case 4: return FeatureClause{"geoFeatures", "geoFeatures.type", "geoFeatures.name", items()};
    case 5: return VariablesClause{items()};
    case 6: {
      const std::string group = up_to(1) == 0 ? "" : wanted();
      return ChemistryClause{group, group.empty() || up_to(1) == 0 ? one_of<std::string>({"a", "A", "5", "Zr"}) : "",
                             bound(), bound()};
    }
    case 7: {
      const double south = degrees(90);
      return BoxClause{degrees(180), south, degrees(180), std::max(south, degrees(90))};
    }
    case 8: return polygon_clause();
    default: return AgeClause{bound(), bound(), bound()};
  }
}

void compare(const Environment& environment) {
  testing::MemorySearch memory;
  const TestFolder folder;
  std::vector<std::string> lines;
  for (int id = 0; id < 12; ++id) lines.push_back(record(id));
  // The second import replaces some records and adds others.
  std::vector<std::string> more;
  for (int id = 8; id < 14; ++id) more.push_back(record(id));
  for (const std::vector<std::string>& import : {lines, more}) {
    const ImportReport report = import_lines(folder.store(), environment, import);
    RC_ASSERT(report.committed);
    memory.load(environment, import);
  }
  SqliteSearch search(folder.store());
  RC_ASSERT(search.analytes(environment) == memory.analytes(environment));
  for (const ParameterSpec& spec : environment.parameters) {
    const auto mine = search.suggest(environment, spec, "a", 5, MonotonicTime::max()).value();
    const auto want = memory.suggest(environment, spec, "a", 5, MonotonicTime::max()).value();
    RC_ASSERT(mine.size() == want.size());
    for (std::size_t at = 0; at < mine.size(); ++at) {
      RC_ASSERT(mine[at].value == want[at].value);
      RC_ASSERT(mine[at].records == want[at].records);
    }
  }
  for (int round = 0; round < 15; ++round) {
    Criteria criteria{{clause()}};
    if (up_to(2) == 0) criteria.clauses.push_back(clause());
    RC_ASSERT(documents(search, environment, criteria) == documents(memory, environment, criteria));
    RC_ASSERT(search.count(environment, criteria, MonotonicTime::max()) ==
              memory.count(environment, criteria, MonotonicTime::max()));
    RC_ASSERT(search.analytes_of(environment, criteria, MonotonicTime::max()) ==
              memory.analytes_of(environment, criteria, MonotonicTime::max()));
  }
}

TEST(Differential, the_store_finds_what_reading_every_nested_record_finds) {
  EXPECT_TRUE(rc::check("nested", [] { compare(search_environment()); }));
}

TEST(Differential, the_store_finds_what_reading_every_flat_record_finds) {
  EXPECT_TRUE(rc::check("flat", [] { compare(flat_environment()); }));
}

TEST(Differential, the_store_orders_as_sorting_the_records_does) {
  Environment environment = search_environment();
  environment.order = "material";
  EXPECT_TRUE(rc::check("ordered by material", [&] { compare(environment); }));
}

}  // namespace
}  // namespace exportd::search
