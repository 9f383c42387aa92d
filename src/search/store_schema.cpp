#include "search/store_schema.hpp"

#include <system_error>

#include "search/index_plan.hpp"
#include "search/polygon.hpp"
#include "search/sqlite_failure.hpp"

namespace exportd::search {
namespace {

// Marks the file as ours (PRAGMA application_id): "exps".
constexpr std::int64_t application_id = 0x65787073;

// All texts are BLOBs: compared by their bytes, NUL included.
constexpr const char* schema = R"sql(
CREATE TABLE store(identity BLOB NOT NULL);
INSERT INTO store VALUES (lower(hex(randomblob(16))));

CREATE TABLE environment(
  id INTEGER PRIMARY KEY, name BLOB NOT NULL UNIQUE, generation INTEGER NOT NULL, version BLOB NOT NULL,
  id_field BLOB NOT NULL, order_field BLOB NOT NULL, signature BLOB NOT NULL, analytes_signature BLOB NOT NULL);

-- Narrow, so that counting and sorting never touch the texts. AUTOINCREMENT: an id is never used again.
CREATE TABLE document(
  id INTEGER PRIMARY KEY AUTOINCREMENT, environment INTEGER NOT NULL, record_id BLOB NOT NULL, order_key BLOB,
  place INTEGER NOT NULL, age_lower REAL, age_upper REAL);
CREATE UNIQUE INDEX document_record ON document(environment, record_id);
CREATE INDEX document_age_lower ON document(environment, age_lower) WHERE age_lower IS NOT NULL;
CREATE INDEX document_age_upper ON document(environment, age_upper) WHERE age_upper IS NOT NULL;

CREATE TABLE body(document INTEGER PRIMARY KEY, checksum INTEGER NOT NULL, text BLOB NOT NULL);

-- The vocabulary: each distinct lower-cased text of a field once, and who holds it. `element` tells one citation or
-- feature of a document from the next.
CREATE TABLE path(
  id INTEGER PRIMARY KEY, environment INTEGER NOT NULL, field BLOB NOT NULL, UNIQUE(environment, field));
CREATE TABLE term(id INTEGER PRIMARY KEY, path INTEGER NOT NULL, text BLOB NOT NULL, UNIQUE(path, text));
CREATE TABLE posting(
  term INTEGER NOT NULL, document INTEGER NOT NULL, element INTEGER NOT NULL,
  PRIMARY KEY(term, document, element)) WITHOUT ROWID;
CREATE TABLE number(
  path INTEGER NOT NULL, value REAL NOT NULL, document INTEGER NOT NULL, element INTEGER NOT NULL,
  PRIMARY KEY(path, value, document, element)) WITHOUT ROWID;

-- The R*Tree's own coordinates are rounded outwards to 32 bits: they only pre-select.
CREATE VIRTUAL TABLE place USING rtree(id, west, east, south, north, +document, +longitude, +latitude);

CREATE TABLE analyte(
  id INTEGER PRIMARY KEY, environment INTEGER NOT NULL, variable BLOB NOT NULL, unit BLOB NOT NULL,
  group_text BLOB NOT NULL, group_lower BLOB NOT NULL, method BLOB NOT NULL,
  role INTEGER NOT NULL, -- 0 shown and searched, 1 shown, 2 searched (AnalyteRole)
  UNIQUE(environment, variable, unit, group_text, method, role));
CREATE INDEX analyte_group ON analyte(environment, group_lower, variable);

-- bounded 1: `value` is a number without a qualifier. bounded 0: a result that no bound can hold for; value is 0.
CREATE TABLE result(
  analyte INTEGER NOT NULL, bounded INTEGER NOT NULL, value REAL NOT NULL, document INTEGER NOT NULL,
  PRIMARY KEY(analyte, bounded, value, document)) WITHOUT ROWID;
)sql";

std::int64_t pragma(Database& database, const char* sql) {
  Statement statement(database, sql);
  return statement.step() ? statement.integer(0) : 0;
}

[[noreturn]] void refuse_store(const std::string& why) {
  throw Failure(FailureKind::ours, "corrupt_store", "search store: " + why);
}

[[noreturn]] void refuse_no_store() {
  throw Failure(FailureKind::ours, "no_records",
                "search store: no records: there is no search store yet: run `exportd import` first, or check --data");
}

// Something is in the file, but it is not ours. One statement, as another process may be making the tables just now.
void refuse_other_database(Database& database) {
  if (pragma(database, "SELECT count(*) FROM sqlite_schema, pragma_user_version WHERE user_version = 0") != 0) {
    refuse_store("the file is some other SQLite database: name another path");
  }
}

// Makes the tables unless another process has just done it.
void make_tables(Database& database) {
  Transaction transaction(database, TransactionKind::write);
  if (pragma(database, "PRAGMA user_version") != 0) return;
  database.run(schema);
  database.run(("PRAGMA application_id = " + std::to_string(application_id)).c_str());
  database.run(("PRAGMA user_version = " + std::to_string(store_version)).c_str());
  transaction.commit();
}

// Write-ahead logging: readers keep their snapshot while an import writes. The switch is made once in a store's life
// and is not covered by SQLite's busy handler.
void use_write_ahead_log(Database& database) {
  constexpr int pause_ms = 20;
  for (int waited_ms = 0;; waited_ms += pause_ms) {
    try {
      database.run("PRAGMA journal_mode = WAL");
      return;
    } catch (const Failure& failure) {
      if (failure.code() != "store_locked" || waited_ms >= lock_wait_max.count()) throw;
      sqlite3_sleep(pause_ms);
    }
  }
}

}  // namespace

Database open_store(const std::filesystem::path& path, OpenMode mode) {
  std::error_code unknown;
  if (mode == OpenMode::read_write && !std::filesystem::exists(path, unknown) && !unknown) refuse_no_store();
  if (mode == OpenMode::create && path.has_parent_path()) {
    std::error_code ignored;  // SQLite says why the file cannot be made
    std::filesystem::create_directories(path.parent_path(), ignored);
  }
  Database database(path, mode);
  database.wait_for_locks(lock_wait_max);
  refuse_other_database(database);
  if (pragma(database, "PRAGMA user_version") == 0) {
    if (mode == OpenMode::read_write) refuse_no_store();
    use_write_ahead_log(database);
    make_tables(database);
  }
  if (pragma(database, "PRAGMA application_id") != application_id) {
    refuse_store("the file is some other SQLite database: name another path");
  }
  if (pragma(database, "PRAGMA user_version") != store_version) {
    refuse_store("it was made by another version of exportd: import the records into a new one");
  }
  // No table refers to another by a FOREIGN KEY: an import keeps them together in one transaction.
  database.run("PRAGMA foreign_keys = OFF; PRAGMA secure_delete = OFF");
  add_polygon_function(database);
  return database;
}

std::optional<StoredEnvironment> stored_environment(Database& database, std::string_view name) {
  Statement statement(database,
                      "SELECT id, version, id_field, order_field, signature, analytes_signature "
                      "FROM environment WHERE name = ?1");
  statement.bind(1, name);
  if (!statement.step()) return std::nullopt;
  const auto text = [&](int column) { return std::string(statement.blob(column)); };
  return StoredEnvironment{statement.integer(0), text(1), text(2), text(3), text(4), text(5)};
}

void require_analytes(const StoredEnvironment& stored, const Environment& environment) {
  if (stored.analytes_signature == analytes_signature(environment)) return;
  throw Failure(FailureKind::ours, "store_outdated",
                "search store: the analytes of " + environment.name +
                    " are configured otherwise since it was filled: import the records again");
}

void require_order(const StoredEnvironment& stored, const Environment& environment) {
  const std::string& order = environment.order;
  if (order == "index" || order == stored.id_field || order == stored.order_field) return;
  throw Failure(FailureKind::ours, "store_outdated",
                "search store: " + environment.name + " was filled to be ordered by " + stored.order_field + ", not " +
                    order + ": import the records again");
}

std::string data_version(Database& database, std::string_view environment) {
  const std::optional<StoredEnvironment> stored = stored_environment(database, environment);
  if (stored && !stored->version.empty()) return stored->version;
  Statement statement(database, "SELECT identity FROM store");
  if (!statement.step()) refuse_store("it has lost its identity: import the records into a new one");
  return "0-" + std::string(statement.blob(0));
}

}  // namespace exportd::search
