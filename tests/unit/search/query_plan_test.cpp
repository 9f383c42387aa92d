// A selective query reads what it selects, not the store: no plan walks a table, and the work does not grow with it.
#include <gtest/gtest.h>

#include <string>

#include "search/selection.hpp"
#include "search/store_schema.hpp"
#include "search/vocabulary.hpp"
#include "test_store.hpp"
#include "tests/contract/search_contract.hpp"

namespace exportd::search {
namespace {

using contract::search_environment;

std::string record(int number) {
  const std::string id = std::to_string(number);
  const std::string degrees = std::to_string(number % 80);
  return R"({"sampleId":"r)" + id + R"(","material":"m)" + id + R"(","analysisType":"t)" + id + R"(","level1":"l)" +
         id + R"(","level4":"x)" + id + R"(","rockDescription":"rock )" + id + R"(","latitude":)" + degrees +
         R"(,"longitude":)" + degrees + R"(,"age":)" + id + R"(,"geoFeatures":[{"type":"ocean","name":"sea )" + id +
         R"("}],"citations":[{"authors":["A)" + id + R"(, B"],"citationPublicationYear":)" + id +
         R"(}],"results":[{"variable":"Zr","variableGroup":"trace element","value":)" + id + R"(,"laboratory":"lab )" +
         id + R"("},{"variable":"V)" + id + R"(","value":1}]})";
}

struct Work {
  std::string plan;       // one line for each step
  int full_scan_steps{};  // rows met by walking a table from end to end
  int machine_steps{};    // of SQLite's virtual machine
  std::int64_t found{};
};

Work work_of(sqlite::Database& database, const Criteria& criteria) {
  const sqlite::Transaction snapshot(database, sqlite::TransactionKind::read);
  const Environment environment = search_environment();
  const Selection selection(database, environment, stored_environment(database, environment.name), criteria);
  sqlite::Statement count = selection.statement(database, "count(*)", "");
  Work work;
  if (count.step()) work.found = count.integer(0);
  work.full_scan_steps = sqlite3_stmt_status(count.handle(), SQLITE_STMTSTATUS_FULLSCAN_STEP, 0);
  work.machine_steps = sqlite3_stmt_status(count.handle(), SQLITE_STMTSTATUS_VM_STEP, 0);
  sqlite::Statement plan(database, std::string("EXPLAIN QUERY PLAN ") + sqlite3_sql(count.handle()));
  while (plan.step()) work.plan += std::string(plan.blob(3)) + "\n";
  return work;
}

struct Case {
  const char* why;
  Criteria criteria;
};

std::vector<Case> selective_criteria() {
  const std::vector<std::string> levels = {"level1", "level2", "level3", "level4"};
  const TextClause author{{"citations.authors"}, TextMatch::author, {"a7"}};
  const YearClause year{{"citations.citationPublicationYear"}, {7}, {}, {}};
  return {
      {"text", {{TextClause{{"material"}, TextMatch::whole, {"m7"}}}}},
      {"substring", {{TextClause{{"rockDescription", "level4"}, TextMatch::substring, {"rock 77"}}}}},
      {"citation", {{CitationClause{{author}, {year}}}}},
      {"years", {{CitationClause{{}, {YearClause{{"citations.citationPublicationYear"}, {}, 5, 9}}}}}},
      {"pair", {{PairClause{"analysisType", "material", {{"t7", {"m7"}}, {"t8", {}}}}}}},
      {"hierarchy", {{HierarchyClause{levels, {{"l7", {"x7"}}, {"x8", {}}}}}}},
      {"feature", {{FeatureClause{"geoFeatures", "geoFeatures.type", "geoFeatures.name", {{"ocean", {"sea 7"}}}}}}},
      {"variables", {{VariablesClause{{{"V7", {}}}}}}},
      {"chemistry", {{ChemistryClause{"trace element", "Zr", 5, 9}}}},
      {"box", {{BoxClause{6.5, 6.5, 7.5, 7.5}}}},
      {"polygon", {{PolygonClause{{{{6.5, 6.5}, {7.5, 6.5}, {7, 7.5}}}}}}},
      {"age", {{AgeClause{{}, 5, {}}}}},
      {"exact age", {{AgeClause{{}, 5, 3}}}},
      {"two of them", {{TextClause{{"material"}, TextMatch::whole, {"m7"}}, ChemistryClause{"", "Zr", 5, 9}}}},
  };
}

class QueryPlan : public ::testing::Test {
 protected:
  sqlite::Database filled(int count) {
    std::vector<std::string> lines;
    for (int number = 0; number < count; ++number) lines.push_back(record(number));
    const std::filesystem::path store = folder_.path() / (std::to_string(count) + ".db");
    EXPECT_TRUE(import_lines(store, search_environment(), lines).committed);
    return open_store(store, sqlite::OpenMode::create);
  }

 private:
  TestFolder folder_;
};

TEST_F(QueryPlan, walks_no_table_for_any_kind_of_clause) {
  sqlite::Database database = filled(400);
  const std::vector<std::string> tables = {"document", "body",   "term", "posting", "number",
                                           "analyte",  "result", "p",    "q"};
  for (const Case& c : selective_criteria()) {
    const Work work = work_of(database, c.criteria);
    EXPECT_GT(work.found, 0) << c.why;
    EXPECT_EQ(work.full_scan_steps, 0) << c.why << "\n" << work.plan;
    for (const std::string& table : tables) {
      EXPECT_EQ(("\n" + work.plan).find("\nSCAN " + table + "\n"), std::string::npos) << c.why << "\n" << work.plan;
      EXPECT_EQ(("\n" + work.plan).find("\nSCAN " + table + " USING"), std::string::npos) << c.why << "\n" << work.plan;
    }
  }
}

TEST_F(QueryPlan, does_the_same_work_in_a_store_eight_times_as_large) {
  sqlite::Database small = filled(160);
  sqlite::Database large = filled(1280);
  for (const Case& c : selective_criteria()) {
    const Work few = work_of(small, c.criteria);
    const Work many = work_of(large, c.criteria);
    // Both ends of an age are looked up by themselves: each may be known for most records.
    if (std::string_view(c.why) == "exact age") continue;
    // Substrings, boxes and polygons find more in the larger store; the rest exactly as much.
    const auto per_record = [](const Work& work) { return work.machine_steps / static_cast<int>(work.found + 4); };
    EXPECT_LE(per_record(many), 2 * per_record(few) + 20)
        << c.why << " " << few.machine_steps << " " << many.machine_steps;
  }
}

TEST_F(QueryPlan, looks_for_a_substring_in_the_distinct_texts_of_its_field_only) {
  TestFolder folder;
  std::vector<std::string> lines;
  for (int number = 0; number < 500; ++number) {
    lines.push_back(R"({"sampleId":")" + std::to_string(number) + R"(","rockDescription":"basalt","comment":"c)" +
                    std::to_string(number) + "\"}");
  }
  ASSERT_TRUE(import_lines(folder.store(), search_environment(), lines).committed);
  sqlite::Database database = open_store(folder.store(), sqlite::OpenMode::create);
  sqlite::Statement find(database,
                         "SELECT id FROM term WHERE path = (SELECT id FROM path WHERE field = ?1) "
                         "AND instr(text, ?2) > 0");
  find.bind(1, "rockDescription").bind(2, "asal").run();
  EXPECT_LE(sqlite3_stmt_status(find.handle(), SQLITE_STMTSTATUS_VM_STEP, 0), 100);
}

TEST_F(QueryPlan, takes_the_first_records_in_order_without_sorting_all) {
  sqlite::Database database = filled(400);
  const Environment environment = search_environment();
  const Selection all(database, environment, stored_environment(database, environment.name), {});
  sqlite::Statement first = all.statement(database, "id", "ORDER BY record_id LIMIT 5");
  first.run();
  EXPECT_EQ(sqlite3_stmt_status(first.handle(), SQLITE_STMTSTATUS_SORT, 0), 0);
  EXPECT_LE(sqlite3_stmt_status(first.handle(), SQLITE_STMTSTATUS_VM_STEP, 0), 100);
}

}  // namespace
}  // namespace exportd::search
