#include "search/importer.hpp"

#include <optional>
#include <string_view>
#include <utility>

#include "core/failure.hpp"
#include "search/interruption.hpp"
#include "search/json_tree.hpp"
#include "search/line_reader.hpp"
#include "search/lock_wait.hpp"
#include "search/record_index.hpp"
#include "search/record_writer.hpp"
#include "search/store_schema.hpp"
#include "sqlite/file_format.hpp"

namespace exportd::search {
namespace {

constexpr std::uint64_t lines_per_progress = 256;

// JSON's white space; what stands around a record is no part of it.
std::string_view trimmed(std::string_view line) {
  constexpr std::string_view space = " \t\r";
  const std::size_t from = line.find_first_not_of(space);
  if (from == std::string_view::npos) return {};
  return line.substr(from, line.find_last_not_of(space) - from + 1);
}

// One import, inside one transaction that its caller commits or drops.
class Import {
 public:
  Import(sqlite::Database& database, const Environment& environment, const ImportOptions& options)
      : database_(with_tables(database)),
        environment_(environment),
        options_(options),
        index_(environment),
        environment_id_(register_environment()),
        writer_(database, index_, environment_id_),
        note_line_(database, "INSERT OR IGNORE INTO temp.seen(id, line) VALUES (?1, ?2)"),
        find_line_(database, "SELECT line FROM temp.seen WHERE id = ?1") {
    if (needs_rebuild_) writer_.rebuild();
  }

  void line(const Line& line) {
    report_.lines = line.number;
    if (line.too_long) return refuse(line.number, "the line is longer than 16 MiB");
    const std::string_view text = trimmed(line.text);
    if (text.empty()) return;
    if (const auto fault = tree_.read(text)) {
      return refuse(line.number, fault->reason + " (byte " + std::to_string(fault->offset + 1) + " of the record)");
    }
    if (auto reason = fault_of_record(line.number)) return refuse(line.number, std::move(*reason));
    // With a bad line the import is lost: the rest of the file is only judged.
    if (report_.bad_lines > 0 && options_.bad_lines == BadLines::refuse) return;
    count(writer_.write(tree_.root(), text));
  }

  // After the last line. True: what was written should be committed.
  [[nodiscard]] bool finish() {
    if (report_.bad_lines > 0 && options_.bad_lines == BadLines::refuse) {
      report_.added = report_.replaced = report_.unchanged = 0;
      return false;
    }
    writer_.remove_replaced();
    if (report_.added + report_.replaced > 0 || needs_rebuild_) next_version();
    report_.committed = true;
    return true;
  }

  [[nodiscard]] ImportReport& report() { return report_; }

 private:
  static sqlite::Database& with_tables(sqlite::Database& database) {
    // The ids of the file so far, on disk as soon as they outgrow SQLite's cache.
    database.run("CREATE TEMP TABLE seen(id BLOB PRIMARY KEY, line INTEGER NOT NULL) WITHOUT ROWID");
    return database;
  }

  std::int64_t register_environment();
  void next_version();

  std::optional<std::string> fault_of_record(std::uint64_t line) {
    const JsonValue record = tree_.root();
    if (record.kind() != JsonKind::object) return "it is not a JSON object";
    const std::optional<std::string_view> id = index_.id(record);
    if (!id) return environment_.id_field + " is missing, empty or not a text";
    note_line_.bind(1, *id).bind(2, static_cast<std::int64_t>(line)).run();
    if (database_.changes() == 0) {
      const bool found = find_line_.bind(1, *id).step();
      const std::int64_t earlier = found ? find_line_.integer(0) : 0;
      find_line_.reset();
      return environment_.id_field + " \"" + std::string(*id) + "\" stands on line " + std::to_string(earlier) +
             " and again on line " + std::to_string(line);
    }
    return index_.fault(record);
  }

  void refuse(std::uint64_t line, std::string reason) {
    ++report_.bad_lines;
    if (report_.faults.size() < import_faults_shown_max) report_.faults.push_back({line, std::move(reason)});
  }

  void count(Written written) {
    switch (written) {
      case Written::added: ++report_.added; break;
      case Written::replaced: ++report_.replaced; break;
      case Written::unchanged: ++report_.unchanged; break;
    }
  }

  sqlite::Database& database_;
  const Environment& environment_;
  const ImportOptions& options_;
  RecordIndex index_;
  bool needs_rebuild_ = false;
  std::int64_t environment_id_;
  RecordWriter writer_;
  sqlite::Statement note_line_;
  sqlite::Statement find_line_;
  JsonTree tree_;
  ImportReport report_;
};

std::int64_t Import::register_environment() {
  const std::optional<StoredEnvironment> stored = stored_environment(database_, environment_.name);
  if (stored && stored->id_field != environment_.id_field) {
    throw Failure(FailureKind::reject, "store_outdated",
                  "import: " + environment_.name + " was filled with id_field = " + stored->id_field +
                      ": set that again, or import into a new store");
  }
  needs_rebuild_ = stored && stored->signature != index_.plan().signature;
  sqlite::Statement upsert(database_,
                           "INSERT INTO environment(name, generation, version, id_field, order_field, signature, "
                           "analytes_signature) VALUES (?1, 0, x'', ?2, ?3, ?4, ?5) "
                           "ON CONFLICT(name) DO UPDATE SET order_field = ?3, signature = ?4, analytes_signature = ?5");
  const std::string analytes = analytes_signature(environment_);
  upsert.bind(1, environment_.name).bind(2, environment_.id_field).bind(3, environment_.order);
  upsert.bind(4, index_.plan().signature).bind(5, analytes).run();
  return stored_environment(database_, environment_.name).value().id;
}

// The random part tells apart two stores that were copied from one and then filled with different records.
void Import::next_version() {
  sqlite::Statement update(
      database_,
      "UPDATE environment SET generation = generation + 1, "
      "version = CAST((generation + 1) || '-' || lower(hex(randomblob(16))) AS BLOB) WHERE id = ?1");
  update.bind(1, environment_id_).run();
}

void tune(sqlite::Database& database) {
  // 64 MiB of cache for the index pages that every record touches; FULL: "imported" means it is on the disk.
  database.run("PRAGMA cache_size = -65536; PRAGMA synchronous = FULL; PRAGMA temp_store = FILE");
}

// Brings the write-ahead log back into the file, before an import and after it, however it ends. Before: with nothing
// to be brought back, SQLite removes what a failed import wrote into the log even if the disk is full. Readers may
// hold the log; then a later import does it.
class ShortLog {
 public:
  explicit ShortLog(sqlite::Database& database) : database_(database) { shorten(); }
  ~ShortLog() { shorten(); }
  ShortLog(const ShortLog&) = delete;
  ShortLog& operator=(const ShortLog&) = delete;

 private:
  void shorten() {
    database_.wait_for_locks(std::chrono::milliseconds{0});
    sqlite3_wal_checkpoint_v2(database_.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  }

  sqlite::Database& database_;
};

void refuse_if_stopped(const std::stop_token& stop) {
  if (stop.stop_requested()) throw import_stopped();
}

ImportReport import_lines(sqlite::Database& database, const Environment& environment, std::optional<Line> line,
                          LineReader& lines, const ImportOptions& options, const ImportProgressCallback& progress,
                          const std::stop_token& stop) {
  const Interruption interruption(database, [&stop] { return stop.stop_requested(); });
  const LockWait lock_wait(database, stop, sqlite::lock_wait_max);
  sqlite::Transaction transaction(database, sqlite::TransactionKind::write);
  Import import(database, environment, options);
  for (; line; line = lines.next()) {
    refuse_if_stopped(stop);
    import.line(*line);
    if (progress && line->number % lines_per_progress == 0) progress({line->number, lines.bytes_read()});
  }
  refuse_if_stopped(stop);
  if (import.finish()) transaction.commit();
  if (progress) progress({import.report().lines, lines.bytes_read()});
  return std::move(import.report());
}

}  // namespace

ImportReport import_records(const std::filesystem::path& store, const Environment& environment,
                            std::unique_ptr<ByteSource> source, const ImportOptions& options,
                            const ImportProgressCallback& progress, const std::stop_token& stop) {
  LineReader lines(gunzipped(std::move(source)));
  // Waited for before the store is touched: a pipe that is silent holds up no other import.
  const std::optional<Line> first = lines.next();
  sqlite::Database database = open_store(store, sqlite::OpenMode::create);
  tune(database);
  const ShortLog log(database);
  try {
    ImportReport report = import_lines(database, environment, first, lines, options, progress, stop);
    report.data_version = data_version(database, environment.name);
    return report;
  } catch (const Failure& failure) {
    const bool by_stop = failure.kind() == FailureKind::cancel || failure.code() == "store_locked";
    if (by_stop) refuse_if_stopped(stop);
    throw;
  }
}

}  // namespace exportd::search
