// What wide tables do many at a time: gaps between cells, counts of columns, parts in the spool.
#include <gtest/gtest.h>

#include "table/spooled_row.hpp"
#include "tests/unit/table/exporting.hpp"

namespace exportd::table::testing {
namespace {

// Columns in this order: no element bears such a name.
std::string name_of(std::size_t i) {
  return "n" + std::to_string(1'000 + i);
}

TEST(WideRows, gaps_of_every_width_before_cells_of_every_kind) {
  constexpr std::size_t columns = 400;
  const std::vector<std::string> values = {"1",    "-12345.678901", "123456789012345", "12345678901234567", R"("a,b")",
                                           "null", "1e-5"};
  std::vector<std::string> documents;
  std::vector<std::string> expected;
  for (std::size_t gap = 1; gap < 140; ++gap) {
    std::string document = R"({"sampleId":"s")", row = "s" + std::string(32, ',');
    std::size_t written = 0, n = gap;
    for (std::size_t column = 0; column + gap <= columns; column += gap, ++n) {
      const std::string& value = values[n % values.size()];
      document += ",\"" + name_of(column + gap - 1) + "\":" + value;
      row += std::string(column + gap - written, ',') + (value == "null" ? "" : value);
      written = column + gap;
    }
    documents.push_back(document + "}");
    expected.push_back(row + std::string(columns - written, ','));
  }
  std::string all = R"({"sampleId":"s")";
  for (std::size_t i = 0; i < columns; ++i) all += ",\"" + name_of(i) + "\":7";
  documents.push_back(all + "}");
  FileOptions options;
  for (const ColumnChoice choice : {ColumnChoice::all, ColumnChoice::present}) {
    options.columns = choice;
    const std::string bytes = export_all(flat_environment(), options, documents).bytes;
    std::size_t at = bytes.find("\r\n") + 2;
    for (const std::string& row : expected) {
      ASSERT_EQ(bytes.substr(at, row.size() + 2), row + "\r\n");
      at += row.size() + 2;
    }
  }
}

TEST(WideRows, cells_are_counted_over_many_rows) {
  std::vector<std::string> documents;
  for (int i = 0; i < 700; ++i) {
    documents.push_back(R"({"sampleId":"s","x":1,"y":)" + std::string(i % 2 == 0 ? "null" : "2") +
                        (i < 300 ? R"(,"z":"text"})" : "}"));
  }
  FileOptions options;
  for (const ColumnChoice choice : {ColumnChoice::all, ColumnChoice::present}) {
    options.columns = choice;
    const TableSummary summary = export_all(flat_environment(), options, documents).summary;
    ASSERT_EQ(summary.columns.size(), 36U);
    EXPECT_EQ(summary.columns[0].cells, 700U);
    EXPECT_EQ(summary.columns[1].cells, 0U);
    EXPECT_EQ(summary.columns[33].cells, 700U);
    EXPECT_EQ(summary.columns[34].cells, 350U);
    EXPECT_EQ(summary.columns[35].cells, 300U);
  }
}

TEST(WideRows, parts_come_out_of_the_spool_as_they_went_in) {
  // With the slack that cells have behind them.
  const std::string text = std::string(300, 'x') + std::string(Cell::slack_bytes, ' ');
  RowEncoder encoder;
  std::vector<std::pair<AnalyteIds::Id, Cell>> parts;
  for (const AnalyteIds::Id id : {0U, 1U, 127U, 2'884U, 0xFFFFFDU, 0xFFFFFEU, 0xFFFFFFU, 0x1000000U, 0xFFFFFFFDU}) {
    for (const std::uint32_t bytes : {0U, 1U, 15U, 16U, 17U, 30U, 31U, 32U, 300U}) {
      for (const CellKind kind : {CellKind::blank, CellKind::number, CellKind::numbers, CellKind::text}) {
        parts.emplace_back(id, Cell{text.data(), bytes, kind});
      }
    }
    parts.emplace_back(id, Cell{.kind = CellKind::null});
    parts.emplace_back(id, Cell{});
  }
  std::string block;
  for (int row = 0; row < 2; ++row) {
    encoder.begin();
    encoder.metadata({text.data(), 40, CellKind::plain});
    for (const auto& [id, cell] : parts) encoder.part(id, cell);
    block.append(encoder.end());
  }
  block.append(Cell::slack_bytes, '\0');
  RowDecoder decoder({block.data(), block.size() - Cell::slack_bytes});
  for (int row = 0; row < 2; ++row) {
    ASSERT_TRUE(decoder.any_left());
    EXPECT_EQ(decoder.cell().view(), text.substr(0, 40));
    AnalyteIds::Id id = 0;
    Cell cell;
    for (const auto& [expected_id, expected] : parts) {
      ASSERT_TRUE(decoder.part(id, cell));
      EXPECT_EQ(id, expected_id);
      EXPECT_EQ(cell.kind, expected.kind);
      EXPECT_EQ(cell.view(), expected.view());
    }
    EXPECT_FALSE(decoder.part(id, cell));
  }
  EXPECT_FALSE(decoder.any_left());
}

}  // namespace
}  // namespace exportd::table::testing
