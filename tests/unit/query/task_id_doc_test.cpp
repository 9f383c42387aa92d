// The vectors of docs/task-id.md are what the program does.
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "query/task_id.hpp"
#include "tests/unit/query/shipped.hpp"

namespace exportd::query_test {
namespace {

// The cells of a row of a Markdown table, without their back-ticks; \| is a | of the text.
std::vector<std::string> cells_of(const std::string& row) {
  std::vector<std::string> cells;
  std::string cell;
  for (std::size_t at = 1; at < row.size(); ++at) {
    if (row[at] == '\\' && at + 1 < row.size() && row[at + 1] == '|') {
      cell += row[++at];
    } else if (row[at] == '|') {
      const std::size_t first = cell.find_first_not_of(" `");
      const std::size_t last = cell.find_last_not_of(" `");
      cells.push_back(first == std::string::npos ? "" : cell.substr(first, last - first + 1));
      cell.clear();
    } else {
      cell += row[at];
    }
  }
  return cells;
}

TEST(TaskIdDoc, VectorsAreWhatTheProgramDoes) {
  std::istringstream doc(source_file("docs/task-id.md"));
  std::size_t vectors = 0;
  for (std::string line; std::getline(doc, line);) {
    if (!line.starts_with("| synthesis |") && !line.starts_with("| petdb |")) continue;
    const std::vector<std::string> cells = cells_of(line);
    ASSERT_EQ(cells.size(), 6U) << line;
    const auto request = query::parse_request(shipped(cells[0]), cells[1]);
    ASSERT_TRUE(request.ok()) << line << "\n" << request.error().message();
    EXPECT_EQ(request->search_parameters, cells[2]) << cells[5];
    EXPECT_EQ(request->file_options, cells[3]) << cells[5];
    EXPECT_EQ(request->id.text(), cells[4]) << cells[5];
    ++vectors;
  }
  EXPECT_GE(vectors, 45U);
}

// The five that the canonical form was defined with.
TEST(TaskIdDoc, IdsOfTheDefinitionStay) {
  EXPECT_EQ(parsed(synthesis(), "").id.text(), "mi37qxns7cjsmymwhlq346yrxd");
  EXPECT_EQ(parsed(synthesis(), "level4=TholeIIte&level4=").id.text(), "ouhctbw6b55p5yax2fdlznar3p");
  EXPECT_EQ(parsed(synthesis(), "north=-15&south=-25&east=-170&west=170.0&fileType=json").id.text(),
            "6rc6ctxszmqkm5afpniqm3pyh2");
  EXPECT_EQ(parsed(petdb(), "variables=te||Te||REE::[La]||ree::[Ce||La]").id.text(), "f57qglcdlcmznrjklu4gg2sgtr");
  EXPECT_EQ(parsed(petdb(), "chemistry=(te,Zr,1e2,),(MJ,SiO2,,050.0)&layout=method&companions=stdev,method").id.text(),
            "6lwmyhom3wvuwcsw5tvf4rjh3j");
}

TEST(TaskIdDoc, WorkedExampleIsHashedAsItSays) {
  EXPECT_EQ(query::derive_task_id("petdb", "igsn=a", "layout=long"), parsed(petdb(), "igsn=A&layout=long").id);
}

}  // namespace
}  // namespace exportd::query_test
