// The bytes of a CSV file: quoting, line ends, BOM, guarding, no rows.
#include <gtest/gtest.h>

#include "tests/unit/table/exporting.hpp"

namespace exportd::table::testing {
namespace {

FileOptions only(std::vector<std::string> columns) {
  FileOptions options;
  options.columns = ColumnChoice::list;
  options.column_list = std::move(columns);
  return options;
}

// A document's text as JSON spells it → the cell's bytes in the file.
struct TextCase {
  const char* why;
  std::string json;
  std::string cell;
};

TEST(CsvBytes, a_text_is_quoted_exactly_when_it_must_be) {
  const TextCase cases[] = {
      {"plain", "basalt", "basalt"},
      {"a comma", "a,b", "\"a,b\""},
      {"a quote is doubled", R"(say \"hi\")", R"("say ""hi""")"},
      {"only quotes", R"(\"\")", R"("""""")"},
      {"LF", R"(two\nlines)", "\"two\nlines\""},
      {"CR", R"(a\rb)", "\"a\rb\""},
      {"CRLF", R"(a\r\nb)", "\"a\r\nb\""},
      {"an empty text is not an absent one", "", "\"\""},
      {"a tab stays bare", R"(a\tb)", "a\tb"},
      {"NUL stays", R"(a\u0000b)", std::string("a\0b", 3)},
      {"other controls stay", R"(\u0001\u001f\u007f)", "\x01\x1f\x7f"},
      {"spaces around stay", " a ", " a "},
      {"a no-break space stays", "\xC2\xA0x\xC2\xA0", "\xC2\xA0x\xC2\xA0"},
      {"U+2028 is text", R"(a\u2028b)",
       "a\xE2\x80\xA8"
       "b"},
      {"a BOM inside is text", R"(\uFEFFx)", "\xEF\xBB\xBFx"},
      {"words that others take for nothing", "NULL", "NULL"},
      {"NaN", "NaN", "NaN"},
      {"nan", "nan", "nan"},
      {"true as text", "true", "true"},
      {"a slash may be escaped", R"(87Sr\/86Sr)", "87Sr/86Sr"},
      {"a backslash is one", R"(a\\b)", "a\\b"},
      {"all short escapes", R"(\b\f\t)", "\b\f\t"},
      {"two letters mu", "\xCE\xBCg \xC2\xB5g", "\xCE\xBCg \xC2\xB5g"},
      {"typographic quotes",
       "36\xC2\xB0"
       "50\xE2\x80\x99N",
       "36\xC2\xB0"
       "50\xE2\x80\x99N"},
      {"Japanese", "\xE6\x97\xA5\xE6\x9C\xAC", "\xE6\x97\xA5\xE6\x9C\xAC"},
      {"right to left", "\xD9\x85\xD8\xB1", "\xD9\x85\xD8\xB1"},
      {"an emoji with joiners, as surrogate pairs", R"(\ud83d\udc69\u200d\uD83D\uDD2C)",
       "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x94\xAC"},
      {"composed", R"(\u00e9)", "\xC3\xA9"},
      {"decomposed is another text", R"(e\u0301)", "e\xCC\x81"},
      {"a formula is left alone without safe", "=1+1", "=1+1"},
  };
  for (const TextCase& c : cases) {
    EXPECT_EQ(csv({R"({"sampleId":"s","comment":")" + c.json + "\"}"}, only({"comment"})),
              "sampleId,comment\r\ns," + c.cell + "\r\n")
        << c.why;
  }
}

TEST(CsvBytes, forty_thousand_characters_are_one_cell) {
  const std::string giant = std::string(20'000, 'x') + "," + std::string(20'000, 'y');
  EXPECT_EQ(csv({R"({"sampleId":"s","comment":")" + giant + "\"}"}, only({"comment"})),
            "sampleId,comment\r\ns,\"" + giant + "\"\r\n");
}

TEST(CsvBytes, a_cell_larger_than_a_block_of_output_is_whole) {
  const std::string giant(3 * limits::MiB, 'x');
  EXPECT_EQ(csv({R"({"sampleId":"s","comment":")" + giant + "\"}"}, only({"comment"})),
            "sampleId,comment\r\ns," + giant + "\r\n");
}

TEST(CsvBytes, a_number_is_the_documents_own_text) {
  for (const std::string number : {"1.50", "1e-7", "-0.0", "9007199254740993", "0.1", "1E400", "-47.3", "0",
                                   "12345678901234567890", "0.30000000000000004", "1.7976931348623157e+308", "-1E-400",
                                   "123456789012345", "1234567890123456", "-123456789012.34", "-1234567890123.45"}) {
    EXPECT_EQ(csv({R"({"sampleId":"s","age":)" + number + "}"}, only({"age"})), "sampleId,age\r\ns," + number + "\r\n");
  }
}

TEST(CsvBytes, absent_and_null_are_empty_and_an_empty_text_is_quoted) {
  EXPECT_EQ(csv({R"({"sampleId":"a"})", R"({"sampleId":"b","comment":null})", R"({"sampleId":"c","comment":""})"},
                only({"comment"})),
            "sampleId,comment\r\na,\r\nb,\r\nc,\"\"\r\n");
}

TEST(CsvBytes, no_rows_is_a_header) {
  EXPECT_EQ(csv({}), metadata_header() + "\r\n");
  EXPECT_EQ(csv({}, only({"age"})), "sampleId,age\r\n");
}

TEST(CsvBytes, the_bom_stands_before_all) {
  FileOptions options = only({"age"});
  options.bom = true;
  EXPECT_EQ(csv({}, options), "\xEF\xBB\xBFsampleId,age\r\n");
  EXPECT_EQ(csv({R"({"sampleId":"s"})"}, options), "\xEF\xBB\xBFsampleId,age\r\ns,\r\n");
}

TEST(CsvBytes, safe_puts_a_quote_mark_before_what_looks_like_a_formula) {
  const TextCase cases[] = {
      {"=", R"("=1+1")", "'=1+1"},
      {"+", R"("+1")", "'+1"},
      {"-", R"("-x")", "'-x"},
      {"@", R"("@a")", "'@a"},
      {"tab", R"("\tx")", "'\tx"},
      {"CR, then quoted", R"("\rx")", "\"'\rx\""},
      {"LF, then quoted", R"("\nx")", "\"'\nx\""},
      {"full-width =", R"("\uff1dx")", "'\xEF\xBC\x9Dx"},
      {"full-width +", R"("\uff0bx")", "'\xEF\xBC\x8Bx"},
      {"full-width -", R"("\uff0dx")", "'\xEF\xBC\x8Dx"},
      {"full-width @", R"("\uff20x")", "'\xEF\xBC\xA0x"},
      {"guarded first, then quoted", R"("=a,\"b\"")", R"("'=a,""b""")"},
      {"a number never", "-47.3", "-47.3"},
      {"a number as text is a text", R"("-47.3")", "'-47.3"},
      {"numbers only, joined", "[-1,-2.5]", "-1; -2.5"},
      {"numbers and empty parts", R"([-1,"",-3])", "-1; ; -3"},
      {"a number first, a text behind", R"([-1,"x"])", "'-1; x"},
      {"a text elsewhere is no formula", "\"a=b\"", "a=b"},
      {"empty", R"("")", "\"\""},
      {"true", "true", "true"},
  };
  FileOptions options = only({"comment"});
  options.safe = true;
  for (const TextCase& c : cases) {
    EXPECT_EQ(csv({R"({"sampleId":"s","comment":)" + c.json + "}"}, options),
              "sampleId,comment\r\ns," + c.cell + "\r\n")
        << c.why;
  }
}

TEST(CsvBytes, safe_guards_headers_too_and_counts_all_of_it) {
  FileOptions options;
  options.safe = true;
  const Exported exported = export_all(
      nested_environment(), options,
      {R"({"sampleId":"=s","results":[{"variable":"=f","value":-1},{"variable":"-1","value":-2,"qualifier":"-"}]})"});
  EXPECT_TRUE(exported.bytes.starts_with(metadata_header() + ",'-1,'=f\r\n'=s,"));
  EXPECT_TRUE(exported.bytes.ends_with(",'--2,-1\r\n"));
  EXPECT_EQ(exported.summary.guarded_cells, 4U);
  EXPECT_EQ(exported.summary.columns.back().name, "=f");
}

}  // namespace
}  // namespace exportd::table::testing
