// FileOptions: what the file looks like (docs/file-formats.md). Part of the task's id, in the canonical text made by
// query/.
#pragma once

#include <string>
#include <vector>

namespace exportd {

enum class FileType { csv, json, ndjson };
enum class Layout { sample, method, long_form };
enum class Repeats { join, columns };
enum class Compression { none, gzip, zstd };
enum class ColumnChoice { present, all, list };

// In the order in which they stand right of their analyte.
enum class Companion { qualifier, method, stdev, lab, comment };

struct FileOptions {
  FileType file_type = FileType::csv;
  Layout layout = Layout::sample;
  ColumnChoice columns = ColumnChoice::present;
  std::vector<std::string> column_list;  // with ColumnChoice::list: the items as given, sorted, without duplicates
  Repeats repeats = Repeats::join;
  std::vector<Companion> companions;  // in the enum's order, without duplicates
  Compression compression = Compression::none;
  bool bom = false;
  bool safe = false;
};

// The file's name ending without the leading dot: "csv", "json.gz".
[[nodiscard]] inline std::string file_extension(const FileOptions& options) {
  std::string ending = options.file_type == FileType::csv    ? "csv"
                       : options.file_type == FileType::json ? "json"
                                                             : "ndjson";
  if (options.compression == Compression::gzip) ending += ".gz";
  if (options.compression == Compression::zstd) ending += ".zst";
  return ending;
}

}  // namespace exportd
