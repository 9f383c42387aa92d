#include "mail/opening.hpp"

#include "core/file_name.hpp"

namespace exportd::mail {

namespace {

std::string quoted(const std::string& text) {
  return "\"" + text + "\"";
}

// pandas knows the compression by the name's ending.
std::string pandas_call(const std::string& name, std::string_view type) {
  if (type == "json") return "pandas.read_json(" + quoted(name) + ", dtype=False)";
  if (type == "ndjson") return "pandas.read_json(" + quoted(name) + ", lines=True, dtype=False)";
  return "pandas.read_csv(" + quoted(name) +
         ", low_memory=False, keep_default_na=False, na_values=[\"\"], dtype={\"sampleId\": str})";
}

std::string r_call(const std::string& name, std::string_view type, std::string_view compression, bool bom) {
  std::string source = quoted(name);
  if (compression == "zstd") source = "pipe(\"zstd -dc " + name + "\")";
  if (type == "csv") {
    return "read.csv(" + source + ", check.names = FALSE, na.strings = \"\", " +
           (bom ? "fileEncoding = \"UTF-8-BOM\"" : "encoding = \"UTF-8\"") + ", comment.char = \"\")";
  }
  if (compression == "gzip") source = "gzfile(" + quoted(name) + ")";
  if (type == "json") return "jsonlite::fromJSON(" + source + ")";
  return "jsonlite::stream_in(" + (compression == "none" ? "file(" + source + ")" : source) + ")";
}

std::string excel_steps(std::string_view type, std::string_view compression, const Receipt& receipt) {
  constexpr std::uint64_t rows_max = 1'048'575;  // and the header
  constexpr std::uint64_t columns_max = 16'384;
  if (receipt.rows > rows_max || receipt.columns > columns_max) {
    return "The file is too large for Excel, which takes 1,048,576 rows and 16,384 columns.";
  }
  if (type == "ndjson") return "Excel does not read NDJSON: ask for the same with fileType=csv.";
  std::string steps;
  if (compression == "gzip") steps = "Unpack the file first (gunzip, 7-Zip). ";
  if (compression == "zstd") steps = "Unpack the file first (zstd -d). ";
  if (type == "json") return steps + "Data > Get Data > From File > From JSON.";
  return steps + "Data > From Text/CSV, File Origin 65001: Unicode (UTF-8), Delimiter Comma.";
}

}  // namespace

Opening opening_of(const Task& task, const Receipt& receipt) {
  const std::string name = file_name(task);
  const std::string_view type = file_option(task, "fileType", "csv");
  const std::string_view compression = file_option(task, "compression", "none");
  const bool bom = file_option(task, "bom", "false") == "true";
  return {pandas_call(name, type), r_call(name, type, compression, bom), excel_steps(type, compression, receipt)};
}

}  // namespace exportd::mail
