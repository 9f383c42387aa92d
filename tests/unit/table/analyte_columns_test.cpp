// Which analyte columns a file has, what they are called, and in which order they stand.
#include <gtest/gtest.h>

#include "core/failure.hpp"
#include "tests/unit/table/exporting.hpp"

namespace exportd::table::testing {
namespace {

constexpr std::size_t metadata_count = 33;

std::string result(const std::string& variable, const std::string& unit, const std::string& group,
                   const std::string& method = {}) {
  return R"({"variable":")" + variable + R"(","unit":")" + unit + R"(","variableGroup":")" + group + R"(","method":")" +
         method + R"(","value":1})";
}

std::vector<std::string> analytes_of(const std::vector<std::string>& results, const FileOptions& options = {}) {
  std::string document = R"({"sampleId":"s","results":[)";
  for (const std::string& one : results) document.append(one).append(&one == &results.back() ? "]}" : ",");
  const std::vector<std::string> header = header_of({document}, options);
  return {header.begin() + metadata_count, header.end()};
}

using Names = std::vector<std::string>;

TEST(AnalyteColumns, one_for_each_variable_and_unit) {
  EXPECT_EQ(analytes_of({result("SiO2", "wt%", "major oxide"), result("SiO2", "wt%", "major oxide"),
                         result("SiO2", "ppm", "major oxide"), result("LOI", "", "major oxide")}),
            (Names{"SiO2 (ppm)", "SiO2 (wt%)", "LOI"}));
}

TEST(AnalyteColumns, with_layout_method_one_for_each_method_too) {
  FileOptions options;
  options.layout = Layout::method;
  EXPECT_EQ(analytes_of({result("Zr", "ppm", "trace element", "XRF(100)"), result("Zr", "ppm", "trace element"),
                         result("Zr", "", "trace element", "ICP")},
                        options),
            (Names{"Zr [ICP]", "Zr (ppm)", "Zr (ppm) [XRF(100)]"}));
}

TEST(AnalyteColumns, absent_null_and_empty_are_the_same_and_nothing_else_is) {
  EXPECT_EQ(analytes_of({R"({"variable":"Zr","value":1})", R"({"variable":"Zr","unit":null,"value":1})",
                         R"({"variable":"Zr","unit":"","value":1})", R"({"variable":"Zr","unit":" ","value":1})",
                         R"({"variable":"zr","value":1})", R"({"value":1})", R"({"variable":null,"unit":"ppm"})"}),
            (Names{"Zr", "Zr ( )", "[unnamed]", "[unnamed] (ppm)", "zr"}));
  EXPECT_EQ(analytes_of({result("X", "\xC2\xB5g/g", ""), result("X", "\xCE\xBCg/g", "")}),
            (Names{"X (\xC2\xB5g/g)", "X (\xCE\xBCg/g)"}));
}

TEST(AnalyteColumns, one_spelling_of_a_name_is_as_good_as_another) {
  EXPECT_EQ(analytes_of({R"({"variable":"Sr\/Nd","value":1})", R"({"variable":"Sr/Nd","value":1})",
                         R"({"variable":"\u0053r/Nd","value":1})"}),
            (Names{"Sr/Nd"}));
}

TEST(AnalyteColumns, names_are_kept_apart) {
  EXPECT_EQ(analytes_of({result("material", "", ""), result("material [analyte]", "", "")}),
            (Names{"material [analyte]", "material [analyte] [2]"}));
  EXPECT_EQ(analytes_of({result("SiO2 (wt%)", "", ""), result("SiO2", "wt%", "")}),
            (Names{"SiO2 (wt%)", "SiO2 (wt%) [2]"}));
  EXPECT_EQ(analytes_of({result("a (b) (c)", "", ""), result("a (b)", "c", ""), result("a", "b) (c", "")}),
            (Names{"a (b) (c)", "a (b) (c) [2]", "a (b) (c) [3]"}));
}

TEST(AnalyteColumns, groups_then_elements_then_bytes) {
  EXPECT_EQ(analytes_of(
                {result("x", "", ""), result("SiO2", "", ""), result("87Sr/86Sr", "", "Radiogenic Isotope RATIO"),
                 result("Zr", "ppm", "trace element"), result("Rb", "ppm", "Trace Element"),
                 result("La", "ppm", "rare earth element"), result("a", "", "other b"), result("b", "", "other a"),
                 result("c", "", "Other"), result("MgO", "wt%", "major oxide"), result("Zz", "", "major oxide"),
                 result("SiO2", "wt%", "MAJOR OXIDE"), result("SiO2", "", "major oxide"), result("\xCE\xB4", "", "")}),
            // SiO2 without a unit is of no group and of major oxide: it takes the first.
            (Names{"SiO2", "SiO2 (wt%)", "MgO (wt%)", "Zz", "La (ppm)", "Rb (ppm)", "Zr (ppm)", "87Sr/86Sr", "c", "b",
                   "a", "x", "\xCE\xB4"}));
}

TEST(AnalyteColumns, names_that_look_like_numbers_or_hold_anything) {
  EXPECT_EQ(analytes_of({result("1E5", "", ""), result("007", "", ""), result("12345678901234567890", "", ""),
                         result("1-2", "", ""), result("a,b", "", ""), result(R"(q\"q)", "", ""),
                         result(R"(new\nline)", "", ""), result("H2O+", "", ""), result("H2O-", "", "")}),
            (Names{"H2O+", "H2O-", "007", "1-2", "12345678901234567890", "1E5", "a,b", "new\nline", "q\"q"}));
}

TEST(AnalyteColumns, present_are_those_of_the_selected_records_even_if_null) {
  EXPECT_EQ(analytes_of({R"({"variable":"Zr","value":null})", R"({"variable":"Rb"})"}), (Names{"Rb", "Zr"}));
  EXPECT_EQ(header_of({R"({"sampleId":"s","results":[null]})"}).size(), metadata_count);
}

TEST(AnalyteColumns, all_are_those_of_the_environment) {
  FileOptions options;
  options.columns = ColumnChoice::all;
  StringSink sink;
  const Environment environment = nested_environment();
  const auto writer = TableWriter::create(
      {.environment = environment,
       .options = options,
       .held = {{"Zr", "ppm", "trace element", "XRF"}, {"Zr", "ppm", "", "ICP"}, {"SiO2", "wt%", "major oxide", ""}},
       .work_dir = {}},
      sink);
  writer->write(page_of({R"({"sampleId":"s","results":[{"variable":"Zr","unit":"ppm","value":5}]})"}), {});
  EXPECT_EQ(writer->finish({}).columns.size(), metadata_count + 2);
  EXPECT_TRUE(sink.text.starts_with(metadata_header() + ",SiO2 (wt%),Zr (ppm)\r\n"));
  EXPECT_TRUE(sink.text.ends_with(",,5\r\n"));
}

TEST(AnalyteColumns, data_that_changed_under_the_export_are_another_attempts_business) {
  FileOptions options;
  options.columns = ColumnChoice::all;
  StringSink sink;
  const Environment environment = nested_environment();
  const auto writer = TableWriter::create(
      {.environment = environment, .options = options, .held = {{"Zr", "ppm", "", ""}}, .work_dir = {}}, sink);
  try {
    writer->write(page_of({R"({"sampleId":"s","results":[{"variable":"Zr","unit":"ppb","value":5}]})"}), {});
    FAIL() << "an analyte outside the plan was lost";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code(), "columns_changed");
    EXPECT_EQ(failure.kind(), FailureKind::retry);
  }
}

}  // namespace
}  // namespace exportd::table::testing
