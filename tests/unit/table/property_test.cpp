// Any records, any options: the file is the slow model's, byte for byte, and says the same when it is read back.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <simdjson.h>

#include "tests/unit/table/exporting.hpp"
#include "tests/unit/table/slow_model.hpp"

namespace exportd::table::testing {
namespace {

struct Sample {
  Environment environment;
  FileOptions options;
  std::vector<JsonTree> records;
  std::vector<std::string> documents;
};

Sample random_sample() {
  // The seed is what rapidcheck prints when something fails.
  Random random(*rc::gen::noShrink(rc::gen::arbitrary<std::uint32_t>()).as("seed"));
  Sample sample;
  const bool flat = one_in(random, 3);
  sample.environment = flat ? flat_environment() : nested_environment();
  sample.options.file_type = static_cast<FileType>(below(random, 3));
  sample.options.layout = static_cast<Layout>(below(random, 3));
  sample.options.columns = one_in(random, 2) ? ColumnChoice::all : ColumnChoice::present;
  sample.options.repeats = one_in(random, 2) ? Repeats::columns : Repeats::join;
  for (int companion = 0; companion < 5; ++companion) {
    if (one_in(random, 3)) sample.options.companions.push_back(static_cast<Companion>(companion));
  }
  if (sample.options.file_type == FileType::csv) {
    sample.options.safe = one_in(random, 2);
    sample.options.bom = one_in(random, 4);
  }
  for (std::size_t i = below(random, 12); i != 0; --i) {
    sample.records.push_back(random_record(random, flat, i));
    sample.documents.push_back(spelled(sample.records.back(), random));
  }
  return sample;
}

RC_GTEST_PROP(AnyRecords, give_the_slow_models_bytes, ()) {
  const Sample sample = random_sample();
  const std::string expected =
      model_bytes(model_table(sample.records, sample.environment, sample.options), sample.options);
  RC_ASSERT(export_all(sample.environment, sample.options, sample.documents).bytes == expected);
}

RC_GTEST_PROP(AnyRecords, give_the_same_bytes_however_they_are_paged_and_spooled, ()) {
  const Sample sample = random_sample();
  const std::string whole = export_all(sample.environment, sample.options, sample.documents).bytes;
  for (const std::size_t per_page : {1U, 2U, 5U}) {
    RC_ASSERT(export_all(sample.environment, sample.options, sample.documents, per_page).bytes == whole);
  }
  if (sample.options.layout != Layout::long_form) {
    RC_ASSERT(export_spooled(sample.environment, sample.options, sample.documents, 0).bytes == whole);
  }
}

RC_GTEST_PROP(AnyRecords, are_read_back_from_csv_as_the_same_cells, ()) {
  Sample sample = random_sample();
  sample.options.file_type = FileType::csv;
  sample.options.safe = sample.options.bom = false;
  const ModelTable model = model_table(sample.records, sample.environment, sample.options);
  const auto table = parse_csv(export_all(sample.environment, sample.options, sample.documents).bytes);
  RC_ASSERT(table.size() == model.rows.size() + 1);
  RC_ASSERT(table[0] == model.header);
  for (std::size_t row = 0; row < model.rows.size(); ++row) {
    for (std::size_t i = 0; i < model.header.size(); ++i) RC_ASSERT(table[row + 1][i] == model.rows[row][i].text);
  }
}

RC_GTEST_PROP(AnyRecords, are_read_back_from_json_as_the_same_cells, ()) {
  Sample sample = random_sample();
  sample.options.file_type = FileType::ndjson;
  const ModelTable model = model_table(sample.records, sample.environment, sample.options);
  const std::string bytes = export_all(sample.environment, sample.options, sample.documents).bytes;
  std::size_t at = 0;
  for (const std::vector<ModelCell>& row : model.rows) {
    const std::size_t end = bytes.find('\n', at);
    const simdjson::padded_string line(bytes.substr(at, end - at));
    at = end + 1;
    simdjson::ondemand::parser parser;
    auto document = parser.iterate(line);
    std::size_t column = 0;
    for (auto field : document.get_object()) {
      const std::string name(std::string_view(field.unescaped_key()));
      while (row.at(column).kind == ModelCell::Kind::absent) ++column;
      RC_ASSERT(name == model.header[column]);
      const ModelCell& cell = row[column++];
      auto value = field.value();
      if (cell.kind == ModelCell::Kind::null) {
        RC_ASSERT(bool(value.is_null()));
      } else if (cell.kind == ModelCell::Kind::number) {
        RC_ASSERT(std::string(std::string_view(value.raw_json_token())).starts_with(cell.text));
      } else {
        RC_ASSERT(std::string(std::string_view(value.get_string())) == cell.text);
      }
    }
    for (; column < row.size(); ++column) RC_ASSERT(row[column].kind == ModelCell::Kind::absent);
  }
  RC_ASSERT(at == bytes.size());
}

}  // namespace
}  // namespace exportd::table::testing
