// What an import accepts, refuses and reports, and that it is all or nothing.
#include <gtest/gtest.h>

#include <string>

#include "core/failure.hpp"
#include "test_store.hpp"
#include "tests/contract/search_contract.hpp"

namespace exportd::search {
namespace {

using contract::search_environment;

std::vector<std::string> faults(const ImportReport& report) {
  std::vector<std::string> lines;
  for (const LineFault& fault : report.faults) lines.push_back(std::to_string(fault.line) + ": " + fault.reason);
  return lines;
}

TEST(Import, refuses_each_bad_line_with_its_number_and_reason) {
  struct Case {
    std::string line;
    std::string reason;
  };
  const Case cases[] = {
      {"[1]", "it is not a JSON object"},
      {"{\"sampleId\":\"\xFF\"}", "it is not UTF-8 (byte 1 of the record)"},
      {R"({"sampleId":"x","age":NaN})", "NaN and Infinity are not JSON (byte 23 of the record)"},
      {R"({"sampleId":"x","sampleId":"y"})", "the key \"sampleId\" stands twice in one object (byte 32 of the record)"},
      {R"({"sampleId":"x","a":"\ud800"})", "a lone surrogate (byte 22 of the record)"},
      {R"({"age":1})", "sampleId is missing, empty or not a text"},
      {R"({"sampleId":""})", "sampleId is missing, empty or not a text"},
      {R"({"sampleId":5})", "sampleId is missing, empty or not a text"},
      {R"({"sampleId":["x"]})", "sampleId is missing, empty or not a text"},
      {R"({"sampleId":"x","results":[{},1]})", "results holds something that is no object"},
      {R"({"sampleId":"x","results":"none"})", "results holds something that is no object"},
      {R"({"sampleId":"x","citations":[null,["y"]]})", "citations holds something that is no object"},
  };
  for (const Case& c : cases) {
    const TestFolder folder;
    const ImportReport report = import_lines(folder.store(), search_environment(), {R"({"sampleId":"good"})", c.line});
    EXPECT_EQ(faults(report), std::vector<std::string>{"2: " + c.reason}) << c.line;
    EXPECT_FALSE(report.committed);
    EXPECT_EQ(SqliteSearch(folder.store()).count(search_environment(), {}, MonotonicTime::max()), 0U);
  }
}

TEST(Import, accepts_odd_types_where_they_are_allowed) {
  const TestFolder folder;
  const ImportReport report = import_lines(
      folder.store(), search_environment(),
      {R"({"sampleId":"1","results":{},"citations":{"authors":1}})", R"({"sampleId":"2","results":[[null,[{}]],[]]})",
       R"({"sampleId":"3","results":null,"citations":[],"geoFeatures":["x",5,{"type":{"a":1}}]})",
       R"({"sampleId":"4","latitude":[[1],"x"],"longitude":{}})"});
  EXPECT_EQ(faults(report), std::vector<std::string>());
  EXPECT_EQ(report.added, 4U);
}

TEST(Import, names_both_lines_of_an_id_that_stands_twice) {
  const TestFolder folder;
  const ImportReport report =
      import_lines(folder.store(), search_environment(), {R"({"sampleId":"x"})", "", R"({"sampleId":"\u0078"})"});
  EXPECT_EQ(faults(report), std::vector<std::string>{R"(3: sampleId "x" stands on line 1 and again on line 3)"});
  EXPECT_FALSE(report.committed);
}

TEST(Import, reports_every_bad_line_and_shows_the_first_hundred) {
  const TestFolder folder;
  std::vector<std::string> lines(150, "nonsense");
  lines.emplace_back(R"({"sampleId":"x"})");
  const ImportReport report = import_lines(folder.store(), search_environment(), lines);
  EXPECT_EQ(report.bad_lines, 150U);
  EXPECT_EQ(report.faults.size(), import_faults_shown_max);
  EXPECT_EQ(report.lines, 151U);
  EXPECT_EQ(report.records(), 0U);
}

TEST(Import, keeps_the_good_lines_when_told_to_skip_bad_ones) {
  const TestFolder folder;
  const ImportReport report =
      import_lines(folder.store(), search_environment(),
                   {"{", R"({"sampleId":"a"})", R"({"sampleId":"a","age":1})", R"({"sampleId":"b"})"}, BadLines::skip);
  EXPECT_TRUE(report.committed);
  EXPECT_EQ(report.bad_lines, 2U);
  EXPECT_EQ(report.added, 2U);
  SqliteSearch search(folder.store());
  EXPECT_EQ(documents(search, search_environment()),
            (std::vector<std::string>{R"({"sampleId":"a"})", R"({"sampleId":"b"})"}));
}

TEST(Import, is_idempotent_by_record_id) {
  const TestFolder folder;
  const std::vector<std::string> lines = {R"({"sampleId":"a","material":"glass"})", R"({"sampleId":"b"})"};
  const ImportReport first = import_lines(folder.store(), search_environment(), lines);
  const ImportReport second = import_lines(folder.store(), search_environment(), lines);
  EXPECT_EQ(second.unchanged, 2U);
  EXPECT_EQ(second.data_version, first.data_version);
  const ImportReport third = import_lines(folder.store(), search_environment(), {R"({"sampleId":"b","age":1})"});
  EXPECT_EQ(third.replaced, 1U);
  EXPECT_NE(third.data_version, first.data_version);
  SqliteSearch search(folder.store());
  EXPECT_EQ(documents(search, search_environment()),
            (std::vector<std::string>{lines[0], R"({"sampleId":"b","age":1})"}));
}

TEST(Import, gives_two_copies_of_a_store_different_versions_after_different_imports) {
  const TestFolder one;
  static_cast<void>(import_lines(one.store(), search_environment(), {R"({"sampleId":"a"})"}));
  const std::filesystem::path copy = one.path() / "copy.db";
  std::filesystem::copy_file(one.store(), copy);
  const ImportReport left = import_lines(one.store(), search_environment(), {R"({"sampleId":"b"})"});
  const ImportReport right = import_lines(copy, search_environment(), {R"({"sampleId":"c"})"});
  EXPECT_NE(left.data_version, right.data_version);
}

TEST(Import, changes_nothing_when_it_is_stopped) {
  const TestFolder folder;
  static_cast<void>(import_lines(folder.store(), search_environment(), {R"({"sampleId":"old"})"}));
  std::string text;
  for (int record = 0; record < 1000; ++record) text += "{\"sampleId\":\"" + std::to_string(record) + "\"}\n";
  std::stop_source stop;
  const auto stop_soon = [&stop](const ImportProgress& progress) {
    if (progress.lines >= 512) stop.request_stop();
  };
  try {
    static_cast<void>(
        import_records(folder.store(), search_environment(), from_memory(text), {}, stop_soon, stop.get_token()));
    FAIL() << "imported in spite of the stop";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.kind(), FailureKind::cancel);
  }
  SqliteSearch search(folder.store());
  EXPECT_EQ(documents(search, search_environment()), std::vector<std::string>{R"({"sampleId":"old"})"});
}

TEST(Import, bounds_what_lists_inside_a_record_multiply_to) {
  std::string many = "[0";
  for (int value = 1; value < 400; ++value) many += "," + std::to_string(value);
  many += "]";
  const TestFolder folder;
  const ImportReport report =
      import_lines(folder.store(), search_environment(),
                   {"{\"sampleId\":\"a\",\"longitude\":" + many + ",\"latitude\":" + many + "}",
                    "{\"sampleId\":\"b\",\"results\":{\"variable\":" + many + ",\"value\":" + many + "}}",
                    "{\"sampleId\":\"c\",\"results\":{\"variable\":\"x\",\"value\":" + many + "}}"});
  const std::string reason = "lists inside it multiply to more than 100000 values";
  EXPECT_EQ(faults(report), (std::vector<std::string>{"1: " + reason, "2: " + reason}));
}

TEST(Import, indexes_all_records_anew_when_the_configuration_has_changed) {
  const TestFolder folder;
  Environment environment = search_environment();
  static_cast<void>(import_lines(folder.store(), environment,
                                 {R"({"sampleId":"a","colour":"Red"})", R"({"sampleId":"b","colour":"blue"})"}));
  ParameterSpec colour;
  colour.name = "colours";
  colour.kind = ParameterKind::text;
  colour.fields = {"colour"};
  environment.parameters.push_back(colour);
  environment.order = "colour";
  SqliteSearch search(folder.store());
  const Criteria red{{TextClause{{"colour"}, TextMatch::whole, {"red"}}}};
  for (const Criteria& criteria : {red, Criteria{}}) {
    try {
      static_cast<void>(search.open(environment, criteria, {}));
      FAIL() << "searched by an index that is not there";
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.code(), "store_outdated");
    }
  }
  const ImportReport report = import_lines(folder.store(), environment, {R"({"sampleId":"c","colour":"RED"})"});
  EXPECT_TRUE(report.committed);
  EXPECT_EQ(search.count(environment, red, MonotonicTime::max()), 2U);
  EXPECT_EQ(documents(search, environment).at(0), R"({"sampleId":"c","colour":"RED"})");
}

}  // namespace
}  // namespace exportd::search
