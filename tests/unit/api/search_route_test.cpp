// GET /v1/{env}/search: the rows are those of the export, the totals are exact or unknown.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "tests/unit/api/door_under_test.hpp"
#include "tests/unit/api/search_records.hpp"

namespace exportd::api_test {
namespace {

class SearchRoute : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const Environment& environment : door_.environments) door_.records.load(environment, search_records(250));
  }

  Answered ask(const std::string& query) { return door_.get("/v1/synthesis/search?" + query); }
  WholeFile file(const std::string& query) { return whole_file(door_.records, door_.environments[0], query); }
  // The first rows of the JSON export of that query, as the text of a list.
  std::string first_rows(const std::string& query, std::size_t n) {
    const std::string bytes = file(query + "&fileType=json").bytes;
    std::string list = "[";
    for (std::size_t at = bytes.find('\n') + 1; n > 0 && at < bytes.size() && bytes[at] == '{'; --n) {
      const std::size_t end = bytes.find('\n', at);
      list += bytes.substr(at, end - at);
      if (!list.ends_with(',')) list += ',';
      at = end + 1;
    }
    if (list.ends_with(',')) list.pop_back();
    return list + "]";
  }
  static std::string rows_of(const Answered& answer) {
    const std::size_t from = answer.body.find("\"rows\":") + 7;
    return answer.body.substr(from, answer.body.size() - 2 - from);
  }

  DoorUnderTest door_;
};

const std::vector<std::string> searches = {"", "material=glass", "level4=l3", "material=none", "variables=La"};
const std::vector<std::string> options = {"",
                                          "layout=method",
                                          "layout=long",
                                          "layout=long&columns=variable,value",
                                          "columns=all",
                                          "columns=SiO2,Zr,latitude",
                                          "columns=all&layout=method",
                                          "repeats=columns",
                                          "companions=qualifier,method,stdev,lab,comment",
                                          "columns=Zr&repeats=columns&companions=method"};

TEST_F(SearchRoute, shows_the_rows_that_the_export_begins_with) {
  for (const std::string& search : searches) {
    for (const std::string& option : options) {
      const std::string query = search + "&" + option;
      const Answered answer = ask(query);
      ASSERT_EQ(answer.status, 200) << query << answer.body;
      EXPECT_EQ(rows_of(answer), first_rows(query, 20)) << query;
      EXPECT_EQ(answer.of("totalRows"), std::to_string(file(query).records)) << query;
    }
  }
  EXPECT_EQ(rows_of(ask("limit=100&material=glass")), first_rows("material=glass", 100));
  EXPECT_EQ(rows_of(ask("limit=1&safe=true&bom=true")), first_rows("", 1));
  EXPECT_EQ(rows_of(ask("limit=0")), "[]");
  EXPECT_EQ(rows_of(ask("limit=0&limit=")), "[]");
}

TEST_F(SearchRoute, says_how_many_columns_the_export_has_or_that_it_does_not_know) {
  for (const std::string& option : options) {
    const bool by_cells = option.find("repeats") != std::string::npos || option.find("companions") != std::string::npos;
    EXPECT_EQ(ask(option).of("totalColumns"), by_cells ? "null" : std::to_string(file(option).columns)) << option;
    const std::string few = "level4=l3&" + option;  // 36 records
    EXPECT_EQ(ask(few).of("totalColumns"), std::to_string(file(few).columns)) << option;
  }
}

TEST_F(SearchRoute, says_the_bytes_exactly_if_it_has_read_all_records_and_else_about) {
  const std::vector<std::string> types = {"csv", "json", "ndjson", "csv&bom=true&safe=true"};
  for (std::size_t turn = 0; turn < options.size(); ++turn) {
    const std::string query = options[turn] + "&fileType=" + types[turn % types.size()];
    for (const std::string& packed : {query, query + (turn % 3 == 0 ? "&compression=gzip" : "&compression=zstd")}) {
      for (const std::string few : {"level4=l3&", "material=none&"}) {
        const Answered answer = ask(few + packed);
        EXPECT_EQ(answer.of("estimatedBytes"), std::to_string(file(few + packed).bytes.size())) << packed;
        EXPECT_EQ(answer.of("bytesExact"), "true");
      }
    }
    const Answered all = ask(query);
    const double exact = static_cast<double>(file(query).bytes.size());
    EXPECT_NEAR(std::stod(all.of("estimatedBytes")), exact, exact / 3) << query;
    EXPECT_EQ(all.of("bytesExact"), "false");
    const Answered compressed = ask(query + "&compression=zstd");
    EXPECT_EQ(compressed.of("estimatedBytes") + compressed.of("bytesExact"), "nullnull") << query;
  }
}

TEST_F(SearchRoute, tells_how_the_file_would_be_delivered_and_whether_there_is_too_much) {
  struct Case {
    std::uint64_t browser_rows;
    std::uint64_t max_rows;
    const char* delivery;
    const char* too_many;
  };
  for (const Case& c :
       {Case{251, 250, "browser", "false"}, Case{250, 250, "email", "false"}, Case{251, 249, "browser", "true"}}) {
    door_.parts.rules.browser_rows = c.browser_rows;
    door_.parts.rules.max_rows = c.max_rows;
    const Answered answer = ask("");
    EXPECT_EQ(answer.of("delivery"), c.delivery);
    EXPECT_EQ(answer.of("tooMany"), c.too_many);
    EXPECT_EQ(answer.of("maxRows"), std::to_string(c.max_rows));
  }
}

TEST_F(SearchRoute, says_null_for_what_is_not_known_in_time) {
  door_.weather.slow_count = true;
  Answered answer = ask("");
  for (const char* name : {"totalRows", "estimatedBytes", "delivery", "tooMany"}) EXPECT_EQ(answer.of(name), "null");
  EXPECT_EQ(rows_of(answer), first_rows("", 20));
  EXPECT_EQ(answer.of("totalColumns"), std::to_string(file("").columns));

  door_.weather = {.slow_preview = true};
  answer = ask("");
  EXPECT_EQ(answer.of("totalRows"), "250");
  EXPECT_EQ(answer.of("rows"), "null");
  EXPECT_EQ(answer.of("estimatedBytes"), "null");
  for (const std::string option : {"", "columns=all", "columns=Zr", "layout=long"}) {
    EXPECT_EQ(ask(option).of("totalColumns"), std::to_string(file(option).columns)) << option;
  }

  door_.weather = {.slow_analytes = true};
  answer = ask("");
  EXPECT_EQ(answer.of("totalColumns"), "null");
  EXPECT_NE(answer.of("rows"), "null");
  EXPECT_EQ(ask("level4=l3").of("totalColumns"), std::to_string(file("level4=l3").columns));

  door_.weather = {.slow_count = true, .slow_preview = true, .slow_analytes = true};
  answer = ask("");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.of("totalRows") + answer.of("totalColumns") + answer.of("rows"), "nullnullnull");
}

TEST_F(SearchRoute, is_unavailable_only_if_the_search_says_nothing_at_all) {
  door_.weather.counts_only = true;
  const Answered some = ask("");
  EXPECT_EQ(some.status, 200);
  EXPECT_EQ(some.of("totalRows"), "250");
  EXPECT_EQ(some.of("rows") + some.of("totalColumns"), "nullnull");
  EXPECT_EQ(ask("columns=SiO2").of("totalColumns"), "null");

  door_.weather = {.down = true};
  for (const std::string option : {"", "columns=all", "layout=long"}) {
    const Answered none = ask(option);
    EXPECT_EQ(none.status, 503) << option;
    EXPECT_EQ(none.of("code"), "try_again");
  }
}

TEST_F(SearchRoute, refuses_what_an_export_would_refuse_and_names_what_was_meant) {
  struct Case {
    const char* query;
    const char* code;
    const char* parameter;
    const char* says;
  };
  const Case cases[] = {
      {"limit=101", "bad_value", "limit", "from 0 to 100"},
      {"limit=-1", "bad_value", "limit", "from 0 to 100"},
      {"limit=1&limit=2", "conflict", "limit", "give one"},
      {"materiel=glass", "unknown_parameter", "materiel", "material"},
      {"columns=SiO3", "unknown_column", "columns", "did you mean \"SiO2\""},
      {"layout=long&columns=valeu", "bad_value", "columns", "\"value\""},
      {"layout=lon", "bad_value", "layout", "long"},
      {"boundingBox=1,2", "bad_value", "boundingBox", "west"},
  };
  for (const Case& c : cases) {
    const Answered answer = ask(c.query);
    EXPECT_EQ(answer.status, 422) << c.query;
    EXPECT_EQ(answer.of("code"), c.code) << answer.body;
    EXPECT_EQ(answer.of("parameter"), c.parameter) << answer.body;
    EXPECT_NE(answer.of("detail").find(c.says), std::string::npos) << answer.body;
  }
  EXPECT_EQ(door_.get("/v1/synthesys/search").status, 404);
}

}  // namespace
}  // namespace exportd::api_test
