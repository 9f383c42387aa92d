// docs/file-formats.md section 1: the file options.
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/query/shipped.hpp"

namespace exportd::query_test {
namespace {

struct Case {
  const char* why;
  const char* given;
  const char* want;  // canonical options, "" for the defaults, or the message of an error
};

std::string options_of(std::string_view query_string) {
  const auto request = query::parse_request(petdb(), query_string);
  return request ? request->file_options : request.error().message();
}

TEST(Options, AtTheirDefaultsAreLeftOut) {
  static constexpr Case cases[] = {
      {"none", "", ""},
      {"all defaults", "fileType=csv&columns=present&layout=sample&repeats=join&compression=none&bom=false&safe=false",
       ""},
      {"ignoring ASCII case", "fileType=CSV&columns=Present&layout=Sample&bom=FALSE", ""},
      {"empty ones", "fileType=&layout=&columns=&companions=&bom=&safe=&repeats=&compression=", ""},
      {"each of them", "fileType=ndjson&columns=ALL&layout=method&repeats=columns&companions=lab&compression=zstd",
       "columns=all&companions=lab&compression=zstd&fileType=ndjson&layout=method&repeats=columns"},
      {"those of CSV", "bom=True&safe=true&compression=gzip", "bom=true&compression=gzip&safe=true"},
      {"long", "layout=LONG", "layout=long"},
      {"the same twice", "fileType=json&fileType=JSON", "fileType=json"},
      {"bom=false goes with everything", "bom=false&safe=false&fileType=json", "fileType=json"},
  };
  for (const auto& c : cases) EXPECT_EQ(options_of(c.given), c.want) << c.why;
}

TEST(Options, CompanionsAreSortedByBytesAndEachOnce) {
  static constexpr Case cases[] = {
      {"sorted", "companions=stdev,method", "companions=method%2Cstdev"},
      {"each once", "companions=Method,method,METHOD", "companions=method"},
      {"repeated", "companions=stdev&companions=lab", "companions=lab%2Cstdev"},
      {"all", "companions=qualifier,method,stdev,lab,comment", "companions=comment%2Clab%2Cmethod%2Cqualifier%2Cstdev"},
      {"spaces and empty items", "companions=+stdev+,,+lab", "companions=lab%2Cstdev"},
  };
  for (const auto& c : cases) EXPECT_EQ(options_of(c.given), c.want) << c.why;
  const auto companions = parsed(petdb(), "companions=comment,stdev,qualifier").options.companions;
  EXPECT_EQ(companions, (std::vector<Companion>{Companion::qualifier, Companion::stdev, Companion::comment}))
      << "the order of the columns, not of the text";
}

TEST(Options, ThatAreUnknownAreRefused) {
  static constexpr Case cases[] = {
      {"a file type", "fileType=cvs",
       R"(parameter "fileType": "cvs" is not known: expected csv, json or ndjson; did you mean "csv"?)"},
      {"a layout", "layout=wide", R"(parameter "layout": "wide" is not known: expected sample, method or long)"},
      {"a switch", "bom=1", R"(parameter "bom": "1" is not known: expected false or true)"},
      {"a companion", "companions=method,unit",
       R"(parameter "companions": "unit" is not known: expected qualifier, method, stdev, lab or comment)"},
      {"no list with ||", "companions=method||lab",
       R"(parameter "companions": "method||lab" is not known: expected qualifier, method, stdev, lab or comment; )"
       R"(did you mean "method"?)"},
      {"spaces around a word", "repeats=+columns",
       R"(parameter "repeats": " columns" is not known: expected join or columns; did you mean "columns"?)"},
      {"two values", "fileType=json&fileType=csv",
       R"(parameter "fileType": "csv" is given beside "json": expected one value)"},
      {"bom without csv", "bom=true&fileType=json",
       R"(parameter "bom": "true" goes with fileType=csv only: expected fileType=csv, or not to be given)"},
      {"safe without csv", "fileType=ndjson&safe=true",
       R"(parameter "safe": "true" goes with fileType=csv only: expected fileType=csv, or not to be given)"},
      {"no Unicode case here", "fileType=%C4%B0",
       R"(parameter "fileType": "İ" is not known: expected csv, json or ndjson)"},
  };
  for (const auto& c : cases) EXPECT_EQ(options_of(c.given), c.want) << c.why;
}

TEST(Options, OfThePortalStandForOurs) {
  static constexpr Case cases[] = {
      {"outputlevel=method", "outputlevel=method", "layout=method"},
      {"a layout given wins", "outputlevel=method&layout=long", "layout=long"},
      {"also the default", "outputlevel=method&layout=sample", ""},
      {"an empty layout is not given", "outputlevel=method&layout=", "layout=method"},
      {"other levels are ignored", "outputlevel=sample&outputlevel=x", ""},
      {"showmethods=yes", "showmethods=yes", "companions=method"},
      {"showmethods=true", "showmethods=true", "companions=method"},
      {"showmethods=1", "showmethods=1", "companions=method"},
      {"adds to the companions given", "showmethods=1&companions=lab", "companions=lab%2Cmethod"},
      {"other values are ignored", "showmethods=no&showmethods=&showmethods=2", ""},
  };
  for (const auto& c : cases) EXPECT_EQ(options_of(c.given), c.want) << c.why;
}

TEST(Columns, AreOneRfc4180Record) {
  static constexpr Case cases[] = {
      {"as given, sorted", "columns=Zr,SiO2", "columns=SiO2%2CZr"},
      {"each once", "columns=Zr,SiO2,Zr", "columns=SiO2%2CZr"},
      {"case stays", "columns=zr,Zr", "columns=Zr%2Czr"},
      {"spaces stay", "columns=+Zr,Zr+(ppm)", "columns=%20Zr%2CZr%20%28ppm%29"},
      {"needless quotes go", "columns=\"Zr\",SiO2", "columns=SiO2%2CZr"},
      {"needed quotes stay", "columns=\"a,b\",c", "columns=%22a%2Cb%22%2Cc"},
      {"a quote is doubled", "columns=\"a\"\"b\"", "columns=%22a%22%22b%22"},
      {"line breaks inside quotes", "columns=\"a%0D%0Ab\"", "columns=%22a%0D%0Ab%22"},
      {"a tab needs no quotes", "columns=a%09b", "columns=a%09b"},
      {"empty items say nothing", "columns=,Zr,,\"\"", "columns=Zr"},
      {"only empty items: the default", "columns=,", ""},
      {"repeated: one list", "columns=Zr&columns=SiO2", "columns=SiO2%2CZr"},
      {"all alone is a keyword", "columns=All", "columns=all"},
      {"among others it is a name", "columns=all,Zr", "columns=Zr%2Call"},
      {"present among others too", "columns=present&columns=all", "columns=all%2Cpresent"},
      {"one keyword twice is one", "columns=all,all", "columns=all"},
      {"two writings are two names", "columns=all,ALL", "columns=ALL%2Call"},
      {"|| does not separate", "columns=a||b", "columns=a%7C%7Cb"},
      {"sorted by bytes", "columns=b,B,a,\xC3\xA9", "columns=B%2Ca%2Cb%2C%C3%A9"},
      {"sorted as items, not as written", "columns=\"a,b\",a!", "columns=a%21%2C%22a%2Cb%22"},
      {"columns of layout=long", "layout=long&columns=value,sampleId,unit",
       "columns=sampleId%2Cunit%2Cvalue&layout=long"},
  };
  for (const auto& c : cases) EXPECT_EQ(options_of(c.given), c.want) << c.why;
}

TEST(Columns, AreRefusedWhereTheyAreNoRecord) {
  static constexpr Case cases[] = {
      {"an open quote", "columns=\"a", "has a quote that is not closed"},
      {"text behind quotes", "columns=\"a\"b", "goes on after its quotes"},
      {"a quote inside", "columns=3\" pipe", "holds a quote or line break and is not quoted"},
      {"a line break outside quotes", "columns=a%0Ab", "holds a quote or line break and is not quoted"},
      {"another name with layout=long", "layout=long&columns=Value",
       R"(parameter "columns": "Value" is not a column of layout=long: did you mean "value"?)"},
      {"an analyte with layout=long", "layout=long&columns=SiO2", "is not a column of layout=long"},
  };
  for (const auto& c : cases) {
    EXPECT_NE(options_of(c.given).find(c.want), std::string::npos) << c.why << ": " << options_of(c.given);
  }
}

TEST(Options, ReachTheFile) {
  const FileOptions options =
      parsed(petdb(),
             "fileType=csv&columns=Zr,\"a,b\"&layout=method&repeats=columns&compression=gzip&bom=true&safe=TRUE")
          .options;
  EXPECT_EQ(options.file_type, FileType::csv);
  EXPECT_EQ(options.columns, ColumnChoice::list);
  EXPECT_EQ(options.column_list, (std::vector<std::string>{"Zr", "a,b"}));
  EXPECT_EQ(options.layout, Layout::method);
  EXPECT_EQ(options.repeats, Repeats::columns);
  EXPECT_EQ(options.compression, Compression::gzip);
  EXPECT_TRUE(options.bom);
  EXPECT_TRUE(options.safe);
  EXPECT_EQ(parsed(petdb(), "columns=ALL").options.columns, ColumnChoice::all);
  EXPECT_EQ(parsed(petdb(), "").options.columns, ColumnChoice::present);
}

}  // namespace
}  // namespace exportd::query_test
