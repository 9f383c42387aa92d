// The slow model's writers.
#include <algorithm>

#include "tests/unit/table/slow_model.hpp"

namespace exportd::table::testing {
namespace {

std::string csv_field(const ModelCell& cell, bool safe) {
  std::string text = cell.text;
  const bool shown = cell.kind == ModelCell::Kind::number || cell.kind == ModelCell::Kind::text;
  if (!shown) return "";
  if (safe && !cell.numbers_only) {
    for (const char* start :
         {"=", "+", "-", "@", "\t", "\r", "\n", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"}) {
      if (text.starts_with(start)) {
        text = "'" + text;
        break;
      }
    }
  }
  if (!text.empty() && text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string field = "\"";
  for (const char c : text) field += c == '"' ? "\"\"" : std::string(1, c);
  return field + "\"";
}

std::string csv_bytes(const ModelTable& table, const FileOptions& options) {
  std::string bytes = options.bom ? "\xEF\xBB\xBF" : "";
  const auto write = [&](const std::vector<ModelCell>& row) {
    for (std::size_t i = 0; i < row.size(); ++i) bytes += (i == 0 ? "" : ",") + csv_field(row[i], options.safe);
    bytes += "\r\n";
  };
  std::vector<ModelCell> header;
  for (const std::string& name : table.header) header.push_back({ModelCell::Kind::text, name, false});
  write(header);
  for (const auto& row : table.rows) write(row);
  return bytes;
}

}  // namespace

std::string model_bytes(const ModelTable& table, const FileOptions& options) {
  if (options.file_type == FileType::csv) return csv_bytes(table, options);
  const bool lines = options.file_type == FileType::ndjson;
  std::string bytes;
  for (const auto& row : table.rows) {
    std::string object;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (row[i].kind == ModelCell::Kind::absent) continue;
      object += (object.empty() ? "" : ",") + quoted(table.header[i]) + ":";
      object += row[i].kind == ModelCell::Kind::null     ? "null"
                : row[i].kind == ModelCell::Kind::number ? row[i].text
                                                         : quoted(row[i].text);
    }
    bytes += lines ? "{" + object + "}\n" : (bytes.empty() ? "[\n{" : ",\n{") + object + "}";
  }
  if (lines) return bytes;
  return bytes.empty() ? "[]\n" : bytes + "\n]\n";
}

}  // namespace exportd::table::testing
