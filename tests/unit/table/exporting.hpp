// What the tests of the table share: documents → pages → the file's bytes.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "table/table_writer.hpp"

namespace exportd::table::testing {

class StringSink final : public ByteSink {
 public:
  void write(std::string_view bytes) override { text.append(bytes); }
  void finish() override { finished = true; }

  std::string text;
  bool finished = false;
};

// `\n` ends nothing here: each text is one document. The buffer has exactly the padding that a page promises.
[[nodiscard]] Page page_of(const std::vector<std::string>& documents);

// An environment with the shipped order of elements.
[[nodiscard]] Environment nested_environment();
[[nodiscard]] Environment flat_environment();

// As Search::analytes() would give them: every analyte that any of the documents holds.
[[nodiscard]] std::vector<Analyte> held_in(const Environment& environment, const std::vector<std::string>& documents);

struct Exported {
  std::string bytes;
  TableSummary summary;
};

// documents_per_page 0: all on one page.
[[nodiscard]] Exported export_all(const Environment& environment, const FileOptions& options,
                                  const std::vector<std::string>& documents, std::size_t documents_per_page = 0);
// The same by a spool that has so much memory and no more, whatever the columns.
[[nodiscard]] Exported export_spooled(const Environment& environment, const FileOptions& options,
                                      const std::vector<std::string>& documents, std::size_t memory_bytes_max);

// Nested records, defaults but for what is said.
[[nodiscard]] std::string csv(const std::vector<std::string>& documents, const FileOptions& options = {});
[[nodiscard]] std::string json(const std::vector<std::string>& documents, FileOptions options = {});

// The header of layouts sample and method up to the first analyte, without the comma behind it.
[[nodiscard]] std::string metadata_header();

// A strict RFC 4180 parser: throws std::runtime_error at anything that exportd must not write. With `quoted` it also
// tells which cells stood in quotes.
[[nodiscard]] std::vector<std::vector<std::string>> parse_csv(std::string_view text);

// {column, cell} of one row of a table that parse_csv() gave, empty cells left out.
[[nodiscard]] std::string row_of(const std::vector<std::vector<std::string>>& table, std::size_t row);

// "header=cell|header=cell" of the only record's non-empty CSV cells behind sampleId; the most readable expectation.
[[nodiscard]] std::string cells(const std::string& fields, const FileOptions& options = {});
// The only record's JSON object behind sampleId: `{"x":1,…`.
[[nodiscard]] std::string object(const std::string& fields, const FileOptions& options = {});

[[nodiscard]] std::vector<std::string> header_of(const std::vector<std::string>& documents,
                                                 const FileOptions& options = {});

// The Failure's code, or "" if there was none.
[[nodiscard]] std::string failure_code(const std::function<void()>& action);

}  // namespace exportd::table::testing
