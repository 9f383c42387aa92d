#include "sqlite/file_format.hpp"

#include <string>
#include <system_error>

namespace exportd::sqlite {

namespace {

[[noreturn]] void refuse(const FileFormat& format, const std::string& why) {
  throw Failure(FailureKind::ours, "corrupt_store", std::string(format.words.name) + ": " + why);
}

[[noreturn]] void refuse_missing(const FileFormat& format) {
  throw Failure(FailureKind::ours, format.missing_code, std::string(format.words.name) + ": " + format.if_missing);
}

// Something is in the file, but it is not ours. One statement, as another process may be making the tables just now.
void refuse_other_database(Database& database, const FileFormat& format) {
  if (pragma(database, "SELECT count(*) FROM sqlite_schema, pragma_user_version WHERE user_version = 0") != 0) {
    refuse(format, "the file is some other SQLite database: name another path");
  }
}

// Readers keep their snapshot while another writes. The switch is made once in a file's life (a copy made with VACUUM
// INTO is another file) and is not covered by SQLite's busy handler.
void use_write_ahead_log(Database& database) {
  if (Statement mode(database, "PRAGMA journal_mode"); mode.step() && mode.blob(0) == "wal") return;
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

void set_version(Database& database, const FileFormat& format) {
  database.run(("PRAGMA application_id = " + std::to_string(format.application_id)).c_str());
  database.run(("PRAGMA user_version = " + std::to_string(format.version)).c_str());
}

// Makes the tables unless another process has just done it.
void make_tables(Database& database, const FileFormat& format) {
  Transaction transaction(database, TransactionKind::write);
  if (pragma(database, "PRAGMA user_version") != 0) return;
  database.run(format.schema);
  set_version(database, format);
  transaction.commit();
}

void migrate(Database& database, const FileFormat& format) {
  Transaction transaction(database, TransactionKind::write);
  const std::int64_t missing = format.version - pragma(database, "PRAGMA user_version");
  if (missing < 0 || missing > static_cast<std::int64_t>(format.migrations.size())) {
    refuse(format, std::string("it was made by another version of exportd: ") + format.if_other_version);
  }
  for (const char* sql : format.migrations.last(static_cast<std::size_t>(missing))) database.run(sql);
  set_version(database, format);
  transaction.commit();
}

}  // namespace

std::int64_t pragma(Database& database, const char* sql) {
  Statement statement(database, sql);
  return statement.step() ? statement.integer(0) : 0;
}

Database open_file(const std::filesystem::path& path, const FileFormat& format, OpenMode mode) {
  std::error_code error;
  const bool missing = !std::filesystem::exists(path, error) && !error;
  if (mode == OpenMode::read_write && missing) refuse_missing(format);
  if (mode == OpenMode::create && path.has_parent_path()) {
    std::error_code ignored;  // SQLite says why the file cannot be made
    std::filesystem::create_directories(path.parent_path(), ignored);
  }
  Database database(path, mode, format.words);
  database.wait_for_locks(lock_wait_max);
  refuse_other_database(database, format);
  if (pragma(database, "PRAGMA user_version") == 0) {
    if (mode == OpenMode::read_write) refuse_missing(format);
    use_write_ahead_log(database);
    make_tables(database, format);
  }
  if (pragma(database, "PRAGMA application_id") != format.application_id) {
    refuse(format, "the file is some other SQLite database: name another path");
  }
  if (mode == OpenMode::create) use_write_ahead_log(database);
  if (pragma(database, "PRAGMA user_version") != format.version) migrate(database, format);
  return database;
}

}  // namespace exportd::sqlite
