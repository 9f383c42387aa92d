// `columns=` with a list: what an item selects.
#include <gtest/gtest.h>

#include "core/failure.hpp"
#include "tests/unit/table/exporting.hpp"

namespace exportd::table::testing {
namespace {

using Names = std::vector<std::string>;

const std::string sample = R"({"sampleId":"s","material":"glass","results":[)"
                           R"({"variable":"SiO2","unit":"wt%","variableGroup":"major oxide","value":1,"method":"XRF"},)"
                           R"({"variable":"Zr","unit":"ppm","variableGroup":"trace element","value":2},)"
                           R"({"variable":"Zr","unit":"ppb","variableGroup":"trace element","value":3},)"
                           R"({"variable":"Zr","unit":"ppm","value":4},)"
                           R"({"variable":"La","unit":"ppm","variableGroup":"rare earth element","value":5},)"
                           R"({"variable":"material","value":6},{"variable":"MAJ","value":7},{"value":8}]})";

FileOptions listing(std::vector<std::string> items) {
  FileOptions options;
  options.columns = ColumnChoice::list;
  options.column_list = std::move(items);
  return options;
}

TEST(ColumnList, selects_headers_variables_and_groups) {
  struct Case {
    const char* why;
    Names items, header;
  };
  const Case cases[] = {
      {"sampleId is always there", {}, {"sampleId"}},
      {"a record's own column", {"age"}, {"sampleId", "age"}},
      {"one header", {"Zr (ppm)"}, {"sampleId", "Zr (ppm)"}},
      {"all of a variable", {"Zr"}, {"sampleId", "Zr (ppb)", "Zr (ppm)"}},
      {"a header that is a variable too", {"material"}, {"sampleId", "material", "material [analyte]"}},
      {"the header as columns=all has it", {"material [analyte]"}, {"sampleId", "material [analyte]"}},
      {"the order is the file's", {"Zr (ppm)", "SiO2", "age"}, {"sampleId", "age", "SiO2 (wt%)", "Zr (ppm)"}},
      {"a group's code in any case", {"rEe", "te"}, {"sampleId", "La (ppm)", "Zr (ppb)", "Zr (ppm)"}},
      {"a variable of that name comes first", {"MAJ"}, {"sampleId", "MAJ"}},
      {"but not of another case", {"maj"}, {"sampleId", "SiO2 (wt%)"}},
      {"a code without columns selects nothing", {"IR"}, {"sampleId"}},
      {"the nameless", {"[unnamed]"}, {"sampleId", "[unnamed]"}},
  };
  for (const Case& c : cases) EXPECT_EQ(header_of({sample}, listing(c.items)), c.header) << c.why;
}

TEST(ColumnList, repeats_and_companions_come_along) {
  FileOptions options = listing({"Zr (ppm)", "SiO2"});
  options.repeats = Repeats::columns;
  options.companions = {Companion::method};
  EXPECT_EQ(header_of({sample}, options),
            (Names{"sampleId", "SiO2 (wt%)", "SiO2 (wt%) method", "Zr (ppm)", "Zr (ppm) [2]"}));
}

TEST(ColumnList, an_unknown_item_is_refused_with_the_nearest) {
  struct Case {
    std::string item, nearest;
  };
  for (const Case& c : {Case{"Zr (pmm)", "Zr (ppm)"}, Case{"sampleNam", "sampleName"}, Case{"siO2", "SiO2"},
                        Case{"Te", ""}, Case{"Ir", ""}, Case{"Zr (ppm) method", ""}, Case{"Zr (ppm) [2]", ""}}) {
    try {
      static_cast<void>(csv({sample}, listing({c.item})));
      ADD_FAILURE() << c.item << " was taken";
    } catch (const Failure& failure) {
      EXPECT_EQ(failure.kind(), FailureKind::reject);
      EXPECT_EQ(failure.code(), "unknown_column");
      EXPECT_EQ(failure.parameter(), "columns");
      EXPECT_NE(failure.message().find('"' + c.item + '"'), std::string::npos) << failure.message();
      EXPECT_NE(failure.message().find(c.nearest), std::string::npos) << failure.message();
    }
  }
}

TEST(ColumnList, a_listed_column_stands_even_if_empty) {
  const Environment environment = nested_environment();
  const FileOptions options = listing({"Zr"});
  StringSink sink;
  const auto writer = TableWriter::create(
      {.environment = environment, .options = options, .held = {{"Zr", "ppm", "", ""}}, .work_dir = {}}, sink);
  writer->write(page_of({R"({"sampleId":"s","results":[{"variable":"Rb","value":1}]})"}), {});
  static_cast<void>(writer->finish({}));
  EXPECT_EQ(sink.text, "sampleId,Zr (ppm)\r\ns,\r\n");
}

TEST(ColumnList, a_new_analyte_matters_only_if_it_would_have_been_selected) {
  const Environment environment = nested_environment();
  const FileOptions options = listing({"Zr", "REE"});
  const auto code_with = [&](const std::string& result) {
    StringSink sink;
    const auto writer = TableWriter::create(
        {.environment = environment, .options = options, .held = {{"Zr", "ppm", "", ""}}, .work_dir = {}}, sink);
    return failure_code([&] { writer->write(page_of({R"({"sampleId":"s","results":[)" + result + "]}"}), {}); });
  };
  EXPECT_EQ(code_with(R"({"variable":"Rb","value":1})"), "");
  EXPECT_EQ(code_with(R"({"variable":"Zr","unit":"ppb","value":1})"), "columns_changed");
  EXPECT_EQ(code_with(R"({"variable":"La","variableGroup":"Rare Earth Element","value":1})"), "columns_changed");
}

}  // namespace
}  // namespace exportd::table::testing
