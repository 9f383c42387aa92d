// Arbitrary lines as documents, arbitrary options: never a crash, and what is written is a whole file with the rows
// that the summary tells, the same on one page and on many, and the same when the columns are known beforehand.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/failure.hpp"
#include "table/table_writer.hpp"

namespace {

using namespace exportd;

class StringSink final : public ByteSink {
 public:
  void write(std::string_view bytes) override { text.append(bytes); }
  void finish() override {}
  std::string text;
};

Page page_of(const std::vector<std::string_view>& documents) {
  Page page;
  for (const std::string_view document : documents)
    page.bytes.insert(page.bytes.end(), document.begin(), document.end());
  page.bytes.resize(page.bytes.size() + limits::page_padding_bytes);
  std::size_t at = 0;
  for (const std::string_view document : documents) {
    page.documents.emplace_back(page.bytes.data() + at, document.size());
    at += document.size();
  }
  return page;
}

FileOptions options_from(std::uint8_t a, std::uint8_t b) {
  FileOptions options;
  options.file_type = static_cast<FileType>(a % 3);
  options.layout = static_cast<Layout>((a / 3) % 3);
  options.repeats = (a & 64) != 0 ? Repeats::columns : Repeats::join;
  options.safe = options.file_type == FileType::csv && (a & 128) != 0;
  for (const Companion companion :
       {Companion::qualifier, Companion::method, Companion::stdev, Companion::lab, Companion::comment}) {
    if ((b >> static_cast<int>(companion) & 1) != 0) options.companions.push_back(companion);
  }
  return options;
}

struct Written {
  std::string bytes;
  std::uint64_t rows = 0;
  std::vector<Analyte> analytes;  // that have a column
};

// nullopt: a document was refused.
std::optional<Written> written(const Environment& environment, const FileOptions& options,
                               const std::vector<std::string_view>& documents, std::size_t per_page,
                               const std::vector<Analyte>& held = {}) {
  StringSink sink;
  try {
    const auto table = table::TableWriter::create({environment, options, held, {}}, sink);
    for (std::size_t at = 0; at < documents.size(); at += per_page) {
      const std::size_t end = std::min(documents.size(), at + per_page);
      table->write(page_of({documents.begin() + static_cast<std::ptrdiff_t>(at),
                            documents.begin() + static_cast<std::ptrdiff_t>(end)}),
                   {});
    }
    const table::TableSummary summary = table->finish({});
    if (summary.records != documents.size()) std::abort();
    Written all{std::move(sink.text), summary.rows, {}};
    for (const table::ColumnFacts& column : summary.columns) {
      if (column.kind == table::ColumnKind::analyte) all.analytes.push_back(column.analyte);
    }
    return all;
  } catch (const Failure&) {
    return std::nullopt;
  }
}

// Records of a CSV text: CRLF outside of quotes.
std::uint64_t csv_records(std::string_view text) {
  std::uint64_t records = 0;
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"') quoted = !quoted;
    if (!quoted && text.substr(at, 2) == "\r\n") ++records;
  }
  return quoted ? 0 : records;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  Environment environment;
  environment.name = "fuzz";
  environment.shape = (data[2] & 1) != 0 ? RecordShape::flat : RecordShape::nested;
  FileOptions options = options_from(data[0], data[1]);

  std::vector<std::string_view> documents;
  std::string_view rest(reinterpret_cast<const char*>(data) + 3, size - 3);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    if (end > 0) documents.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(rest.size(), end + 1));
  }

  const auto at_once = written(environment, options, documents, documents.size() + 1);
  const auto one_by_one = written(environment, options, documents, 1);
  if (at_once.has_value() != one_by_one.has_value()) std::abort();
  if (!at_once) return 0;
  if (at_once->bytes != one_by_one->bytes) std::abort();
  if (options.file_type == FileType::csv && csv_records(at_once->bytes) != at_once->rows + 1) std::abort();

  options.columns = ColumnChoice::all;
  const auto known = written(environment, options, documents, documents.size() + 1, at_once->analytes);
  if (!known || known->bytes != at_once->bytes) std::abort();
  return 0;
}
