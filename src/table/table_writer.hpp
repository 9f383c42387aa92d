// TableWriter: pages of documents → rows → the file's bytes, as docs/file-formats.md gives them to the byte.
// create() picks the way through (at once or by a spool, wide or long); callers only write pages and finish.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/analyte.hpp"
#include "core/environment.hpp"
#include "core/file_options.hpp"
#include "core/page.hpp"
#include "core/ports.hpp"

namespace exportd::table {

// What is read from it is copied by create(): the request need not outlive that call.
struct TableRequest {
  const Environment& environment;
  const FileOptions& options;
  std::vector<Analyte> held;  // Search::analytes(): what `columns=all` and a list mean; with `present` it may be empty
  std::filesystem::path work_dir;  // where a spool that outgrows memory lies, nameless and sealed
};

enum class ColumnKind {
  metadata,    // a field of the record
  analyte,     // the results of one (variable, unit[, method])
  repeat,      // `X [2]`: the second result of a record, …
  companion,   // `X method`, `X 1S`, …
  long_field,  // a column of layout=long
};

struct ColumnFacts {
  std::string name;  // as in the header, before any guarding
  ColumnKind kind{};
  Analyte analyte;                   // of analytes, repeats and companions; `method` only in layout=method
  std::vector<std::string> methods;  // distinct methods of the analyte's results, sorted, at most methods_max
  bool methods_capped = false;       // there were more
  std::uint64_t cells = 0;           // cells that hold something: neither absent nor null
  std::uint64_t joined_cells = 0;    // of these: several results joined by "; "

  static constexpr std::size_t methods_max = 64;
};

// One citation of the selected records; absent, null and empty fields are empty here.
struct Reference {
  std::string id, code, authors, title, container, year, volume, issue, pages, doi;

  friend bool operator==(const Reference&, const Reference&) = default;
};

struct TableSummary {
  std::uint64_t records = 0;  // documents
  std::uint64_t rows = 0;     // lines of the file without the header: results in layout=long
  std::vector<ColumnFacts> columns;
  std::vector<Reference> references;  // distinct, in the order first seen, at most references_max
  bool references_capped = false;     // there were more
  std::uint64_t guarded_cells = 0;    // cells, header cells too, that `safe` put a ' before

  static constexpr std::size_t references_max = 20'000;
};

class TableWriter {
 public:
  virtual ~TableWriter() = default;

  // Failure reject "unknown_column" when an item of options.column_list names nothing.
  [[nodiscard]] static std::unique_ptr<TableWriter> create(const TableRequest& request, ByteSink& out);

  // Failure ours "corrupt_record" when a document is not as the importer guarantees, retry "columns_changed" when it
  // holds an analyte that `held` did not, ours "disk_full" when the spool cannot grow, cancel when `stop` is
  // requested. After a Failure the writer and what it wrote are of no use.
  virtual void write(const Page& page, const std::stop_token& stop) = 0;

  // Writes what is still held back. Once, after the last page. Does not finish the sink.
  virtual TableSummary finish(const std::stop_token& stop) = 0;
};

}  // namespace exportd::table
