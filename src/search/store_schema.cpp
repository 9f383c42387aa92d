#include "search/store_schema.hpp"

#include "search/index_plan.hpp"
#include "search/polygon.hpp"
#include "sqlite/file_format.hpp"

namespace exportd::search {
namespace {

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

// application_id "exps" marks the file as ours.
constexpr sqlite::FileFormat format{
    .words = {"search store", "restore it, or remove it and import again"},
    .application_id = 0x65787073,
    .version = store_version,
    .schema = schema,
    .migrations = {},
    .missing_code = "no_records",
    .if_missing = "no records: there is no search store yet: run `exportd import` first, or check --data",
    .if_other_version = "import the records into a new one"};

[[noreturn]] void refuse_store(const std::string& why) {
  throw Failure(FailureKind::ours, "corrupt_store", "search store: " + why);
}

}  // namespace

sqlite::Database open_store(const std::filesystem::path& path, sqlite::OpenMode mode) {
  sqlite::Database database = sqlite::open_file(path, format, mode);
  // No table refers to another by a FOREIGN KEY: an import keeps them together in one transaction.
  database.run("PRAGMA foreign_keys = OFF; PRAGMA secure_delete = OFF");
  add_polygon_function(database);
  return database;
}

std::optional<StoredEnvironment> stored_environment(sqlite::Database& database, std::string_view name) {
  sqlite::Statement statement(database,
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

std::string data_version(sqlite::Database& database, std::string_view environment) {
  const std::optional<StoredEnvironment> stored = stored_environment(database, environment);
  if (stored && !stored->version.empty()) return stored->version;
  sqlite::Statement statement(database, "SELECT identity FROM store");
  if (!statement.step()) refuse_store("it has lost its identity: import the records into a new one");
  return "0-" + std::string(statement.blob(0));
}

}  // namespace exportd::search
