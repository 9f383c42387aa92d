// Files of the columns that are present, begun before all is read.
#include <gtest/gtest.h>

#include "tests/unit/table/exporting.hpp"

namespace exportd::table::testing {
namespace {

// More than what waits to be written at once.
const std::vector<std::string> first_page(20'000, R"({"sampleId":"1","SIO2":50,"Zr":7})");

struct Begun {
  explicit Begun(const std::vector<Analyte>& held)
      : environment(flat_environment()), writer(TableWriter::create({environment, options, held, "/tmp"}, sink)) {
    writer->write(page_of(first_page), {});
  }

  const Environment environment;
  const FileOptions options;
  StringSink sink;
  std::unique_ptr<TableWriter> writer;
};

TEST(GuessedColumns, let_rows_out_once_no_column_can_be_new) {
  Begun begun(held_in(flat_environment(), first_page));
  EXPECT_FALSE(begun.sink.text.empty());
  begun.writer->write(page_of({R"({"sampleId":"2","Zr":8})"}), {});
  begun.writer->finish({});
  std::vector<std::string> all = first_page;
  all.emplace_back(R"({"sampleId":"2","Zr":8})");
  EXPECT_EQ(begun.sink.text, export_spooled(flat_environment(), {}, all, 0).bytes);
}

TEST(GuessedColumns, wait_for_an_analyte_that_may_still_come) {
  std::vector<std::string> all = first_page;
  all.emplace_back(R"({"sampleId":"2","Hf":1})");
  Begun begun(held_in(flat_environment(), all));
  EXPECT_TRUE(begun.sink.text.empty());
  begun.writer->finish({});
  EXPECT_EQ(begun.sink.text, export_spooled(flat_environment(), {}, first_page, 0).bytes);
}

TEST(GuessedColumns, fail_where_the_store_did_not_know_of_an_analyte) {
  Begun begun(held_in(flat_environment(), first_page));
  EXPECT_EQ(failure_code([&] { begun.writer->write(page_of({R"({"sampleId":"2","Hf":1})"}), {}); }), "columns_changed");
}

TEST(GuessedColumns, of_no_records_are_those_of_the_metadata) {
  const Environment environment = flat_environment();
  StringSink sink;
  const auto writer = TableWriter::create({environment, {}, held_in(environment, first_page), "/tmp"}, sink);
  writer->finish({});
  EXPECT_EQ(sink.text, export_spooled(environment, {}, {}, 0).bytes);
}

}  // namespace
}  // namespace exportd::table::testing
