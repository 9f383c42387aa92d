// What finish() reports: counts, facts of the columns, references.
#include <gtest/gtest.h>

#include "tests/unit/table/exporting.hpp"

namespace exportd::table::testing {
namespace {

const std::vector<std::string> documents = {
    R"({"sampleId":"a","age":1,"comment":null,"citations":[{"citationId":"i","citationCode":"C","authors":["A","B"],)"
    R"("citationTitle":"T","citationContainerTitle":"J","citationPublicationYear":2000,"citationVolume":"1",)"
    R"("citationIssue":2,"citationPages":"3-4","citationDOI":"10.1/x"}],)"
    R"("results":[{"variable":"Zr","unit":"ppm","variableGroup":"trace element","value":1,"method":"XRF"},)"
    R"({"variable":"Zr","unit":"ppm","value":2,"method":"ICP"},{"variable":"Rb","value":null,"method":""}]})",
    R"({"sampleId":"b","citations":[{"citationId":"j"},{"citationId":"i"},{"citationTitle":"no id"}],)"
    R"("results":[{"variable":"Zr","unit":"ppm","value":3,"method":"XRF"}]})",
    R"({"sampleId":"c","citations":[{"citationTitle":"no id"},{"citationTitle":"another"}]})"};

const ColumnFacts& column(const TableSummary& summary, const std::string& name) {
  for (const ColumnFacts& facts : summary.columns) {
    if (facts.name == name) return facts;
  }
  throw std::logic_error("no column " + name);
}

TEST(Summary, is_the_same_streamed_and_spooled) {
  for (const ColumnChoice columns : {ColumnChoice::all, ColumnChoice::present}) {
    FileOptions options;
    options.columns = columns;
    const TableSummary summary = export_all(nested_environment(), options, documents).summary;
    EXPECT_EQ(summary.records, 3U);
    EXPECT_EQ(summary.rows, 3U);
    EXPECT_EQ(summary.columns.size(), 35U);
    EXPECT_EQ(column(summary, "sampleId").cells, 3U);
    EXPECT_EQ(column(summary, "sampleId").kind, ColumnKind::metadata);
    EXPECT_EQ(column(summary, "age").cells, 1U);
    EXPECT_EQ(column(summary, "comment").cells, 0U);
    const ColumnFacts& zr = column(summary, "Zr (ppm)");
    EXPECT_EQ(zr.kind, ColumnKind::analyte);
    EXPECT_EQ(zr.analyte, (Analyte{"Zr", "ppm", "trace element", ""}));
    EXPECT_EQ(zr.methods, (std::vector<std::string>{"ICP", "XRF"}));
    EXPECT_FALSE(zr.methods_capped);
    EXPECT_EQ(zr.cells, 2U);
    EXPECT_EQ(zr.joined_cells, 1U);
    EXPECT_EQ(column(summary, "Rb").cells, 0U);
    EXPECT_TRUE(column(summary, "Rb").methods.empty());
    EXPECT_EQ(summary.guarded_cells, 0U);
  }
}

TEST(Summary, repeats_and_companions_say_what_they_are) {
  FileOptions options;
  options.repeats = Repeats::columns;
  options.companions = {Companion::method};
  const TableSummary summary = export_all(nested_environment(), options, documents).summary;
  EXPECT_EQ(column(summary, "Zr (ppm) [2]").kind, ColumnKind::repeat);
  EXPECT_EQ(column(summary, "Zr (ppm) [2]").cells, 1U);
  EXPECT_EQ(column(summary, "Zr (ppm) [2] method").kind, ColumnKind::companion);
  EXPECT_EQ(column(summary, "Zr (ppm) [2] method").analyte.variable, "Zr");
  EXPECT_EQ(column(summary, "Zr (ppm)").joined_cells, 0U);
}

TEST(Summary, references_are_distinct_in_the_order_first_seen) {
  FileOptions options;
  for (const Layout layout : {Layout::sample, Layout::long_form}) {
    options.layout = layout;
    const TableSummary summary = export_all(nested_environment(), options, documents).summary;
    ASSERT_EQ(summary.references.size(), 4U);
    EXPECT_FALSE(summary.references_capped);
    EXPECT_EQ(summary.references[0], (Reference{"i", "C", "A; B", "T", "J", "2000", "1", "2", "3-4", "10.1/x"}));
    EXPECT_EQ(summary.references[1].id, "j");
    EXPECT_EQ(summary.references[2].title, "no id");
    EXPECT_EQ(summary.references[3].title, "another");
  }
}

TEST(Summary, references_and_methods_are_capped_and_say_so) {
  std::vector<std::string> many;
  for (std::size_t i = 0; i < TableSummary::references_max + 5; ++i) {
    const std::string n = std::to_string(i);
    many.push_back(R"({"sampleId":")" + n + R"(","citations":[{"citationId":")" + n +
                   R"("}],"results":[{"variable":"Zr","value":1,"method":"M)" + std::to_string(i % 100) + R"("}]})");
  }
  const TableSummary summary = export_all(nested_environment(), {}, many).summary;
  EXPECT_EQ(summary.references.size(), TableSummary::references_max);
  EXPECT_TRUE(summary.references_capped);
  EXPECT_EQ(summary.columns.back().methods.size(), ColumnFacts::methods_max);
  EXPECT_TRUE(summary.columns.back().methods_capped);
  EXPECT_EQ(summary.rows, many.size());
}

TEST(Summary, layout_long_counts_its_own_columns) {
  FileOptions options;
  options.layout = Layout::long_form;
  const TableSummary summary = export_all(nested_environment(), options, documents).summary;
  EXPECT_EQ(summary.rows, 4U);
  EXPECT_EQ(summary.columns.size(), 18U);
  EXPECT_EQ(column(summary, "value").kind, ColumnKind::long_field);
  EXPECT_EQ(column(summary, "value").cells, 3U);
}

}  // namespace
}  // namespace exportd::table::testing
