#include "tests/unit/table/exporting.hpp"

#include <set>
#include <stdexcept>

#include "core/failure.hpp"
#include "table/cell_maker.hpp"
#include "table/column_names.hpp"
#include "table/record_reader.hpp"
#include "table/spooled_table.hpp"

namespace exportd::table::testing {
namespace {

void write_pages(TableWriter& writer, const std::vector<std::string>& documents, std::size_t per_page) {
  if (per_page == 0) per_page = documents.size() + 1;
  for (std::size_t from = 0; from < documents.size(); from += per_page) {
    const std::size_t to = std::min(documents.size(), from + per_page);
    // Each page dies before the next: nothing may hold on to its bytes.
    writer.write(page_of({documents.begin() + static_cast<std::ptrdiff_t>(from),
                          documents.begin() + static_cast<std::ptrdiff_t>(to)}),
                 {});
  }
}

}  // namespace

Page page_of(const std::vector<std::string>& documents) {
  std::size_t bytes = 0;
  for (const std::string& document : documents) bytes += document.size();
  Page page;
  page.bytes.reserve(bytes + limits::page_padding_bytes);
  for (const std::string& document : documents) {
    page.documents.emplace_back(page.bytes.data() + page.bytes.size(), document.size());
    page.bytes.insert(page.bytes.end(), document.begin(), document.end());
  }
  page.bytes.resize(bytes + limits::page_padding_bytes, '\0');
  return page;
}

Environment nested_environment() {
  Environment environment;
  environment.name = "nested";
  environment.elements = {"SiO2", "TiO2", "Al2O3", "FeO", "MgO", "K2O", "H2O", "H2O+",     "H2O-",
                          "LOI",  "Rb",   "Sr",    "Zr",  "La",  "Ce",  "Nd",  "87Sr/86Sr"};
  return environment;
}

Environment flat_environment() {
  Environment environment = nested_environment();
  environment.name = "flat";
  environment.shape = RecordShape::flat;
  environment.flat_analytes = {{"SIO2_PCT", "SiO2", "wt%", "major oxide"},
                               {"ZR", "Zr", "ppm", "trace element"},
                               {"ZR_AGAIN", "Zr", "ppm", "trace element"}};
  return environment;
}

std::vector<Analyte> held_in(const Environment& environment, const std::vector<std::string>& documents) {
  RecordReader reader(environment);
  CellMaker maker;
  std::set<Analyte> held;
  const Page page = page_of(documents);
  for (const std::string_view document : page.documents) {
    const Record& record = reader.read(document);
    for (const Result& result : record.results) {
      const auto text = [&](ResultField field) { return std::string(maker.blank_or(result[field]).view()); };
      held.insert(
          {text(ResultField::variable), text(ResultField::unit), text(ResultField::group), text(ResultField::method)});
    }
    for (const FlatResult& result : record.flat) {
      // A field that is [] is no result.
      each_element(result.value(), [&](const RawValue&) { held.insert(reader.flat_fields()[result.field]); });
    }
  }
  return {held.begin(), held.end()};
}

Exported export_all(const Environment& environment, const FileOptions& options,
                    const std::vector<std::string>& documents, std::size_t documents_per_page) {
  StringSink sink;
  Exported exported;
  const auto writer = TableWriter::create({.environment = environment,
                                           .options = options,
                                           .held = held_in(environment, documents),
                                           .work_dir = std::filesystem::temp_directory_path()},
                                          sink);
  write_pages(*writer, documents, documents_per_page);
  exported.summary = writer->finish({});
  if (sink.finished) throw std::logic_error("the writer finished a sink that is not its own");
  exported.bytes = sink.text;
  return exported;
}

Exported export_spooled(const Environment& environment, const FileOptions& options,
                        const std::vector<std::string>& documents, std::size_t memory_bytes_max) {
  StringSink sink;
  Exported exported;
  SpooledTable writer({.environment = environment,
                       .options = options,
                       .held = held_in(environment, documents),
                       .work_dir = std::filesystem::temp_directory_path()},
                      sink, memory_bytes_max);
  write_pages(writer, documents, 0);
  exported.summary = writer.finish({});
  exported.bytes = sink.text;
  return exported;
}

std::string csv(const std::vector<std::string>& documents, const FileOptions& options) {
  return export_all(nested_environment(), options, documents).bytes;
}

std::string json(const std::vector<std::string>& documents, FileOptions options) {
  if (options.file_type == FileType::csv) options.file_type = FileType::json;
  return export_all(nested_environment(), options, documents).bytes;
}

std::string metadata_header() {
  std::string header;
  for (const std::string_view name : metadata_columns) header.append(header.empty() ? "" : ",").append(name);
  return header;
}

std::vector<std::vector<std::string>> parse_csv(std::string_view text) {
  std::vector<std::vector<std::string>> table;
  std::size_t at = 0;
  const auto next = [&] { return at < text.size() ? text[at] : '\0'; };
  while (at < text.size()) {
    std::vector<std::string>& row = table.emplace_back();
    for (;;) {
      std::string& cell = row.emplace_back();
      if (next() == '"') {
        for (++at;; ++at) {
          if (at >= text.size()) throw std::runtime_error("a quote is not closed");
          if (text[at] == '"' && text[++at] != '"') break;
          cell.push_back(text[at]);
        }
      } else {
        const std::size_t end = std::min(text.find_first_of(",\"\r\n", at), text.size());
        cell = text.substr(at, end - at);
        at = end;
      }
      if (at < text.size() && text[at] == ',') {
        ++at;
        continue;
      }
      if (text.substr(at, 2) != "\r\n") throw std::runtime_error("neither comma nor CRLF behind a cell");
      at += 2;
      break;
    }
    if (row.size() != table.front().size()) throw std::runtime_error("rows of different length");
  }
  return table;
}

std::string row_of(const std::vector<std::vector<std::string>>& table, std::size_t row) {
  std::string shown;
  for (std::size_t i = 1; i < table[0].size(); ++i) {
    if (table[row][i].empty()) continue;
    shown.append(shown.empty() ? "" : "|").append(table[0][i]).append("=").append(table[row][i]);
  }
  return shown;
}

std::string cells(const std::string& fields, const FileOptions& options) {
  return row_of(parse_csv(csv({R"({"sampleId":"s",)" + fields + "}"}, options)), 1);
}

std::string object(const std::string& fields, const FileOptions& options) {
  FileOptions ndjson = options;
  ndjson.file_type = FileType::ndjson;
  const std::string line = json({R"({"sampleId":"s",)" + fields + "}"}, ndjson);
  const std::string_view head = R"({"sampleId":"s")";
  const std::string rest = line.substr(head.size(), line.size() - head.size() - 1);  // without the LF
  return "{" + (rest.front() == ',' ? rest.substr(1) : rest);
}

std::vector<std::string> header_of(const std::vector<std::string>& documents, const FileOptions& options) {
  return parse_csv(csv(documents, options)).front();
}

std::string failure_code(const std::function<void()>& action) {
  try {
    action();
  } catch (const Failure& failure) {
    return failure.code();
  }
  return {};
}

}  // namespace exportd::table::testing
