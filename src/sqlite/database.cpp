#include "sqlite/database.hpp"

#include "sqlite/failure.hpp"

namespace exportd::sqlite {

Database::Database(const std::filesystem::path& path, OpenMode mode, const StoreWords& words) : words_(words) {
  // NOMUTEX: a connection is lent to one thread at a time, so SQLite need not lock as well.
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  if (mode == OpenMode::create) flags |= SQLITE_OPEN_CREATE;
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK) throw_failure(words_, handle, code);
}

void Database::run(const char* sql) {
  const int code = sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) throw_failure(words_, handle(), code);
}

void Database::wait_for_locks(std::chrono::milliseconds wait) {
  sqlite3_busy_timeout(handle(), static_cast<int>(wait.count()));
}

Statement::Statement(Database& database, std::string_view sql) : words_(database.words()) {
  sqlite3_stmt* handle = nullptr;
  const int code = sqlite3_prepare_v2(database.handle(), sql.data(), static_cast<int>(sql.size()), &handle, nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK) throw_failure(words_, database.handle(), code);
}

void Statement::check(int code) const {
  if (code != SQLITE_OK) throw_failure(words_, sqlite3_db_handle(handle()), code);
}

Statement& Statement::bind(int parameter, std::int64_t value) {
  check(sqlite3_bind_int64(handle(), parameter, value));
  return *this;
}

Statement& Statement::bind(int parameter, double value) {
  check(sqlite3_bind_double(handle(), parameter, value));
  return *this;
}

Statement& Statement::bind(int parameter, std::string_view bytes) {
  // A null pointer would bind NULL instead of an empty text.
  const char* start = bytes.empty() ? "" : bytes.data();
  check(sqlite3_bind_blob64(handle(), parameter, start, bytes.size(), SQLITE_STATIC));
  return *this;
}

Statement& Statement::bind_null(int parameter) {
  check(sqlite3_bind_null(handle(), parameter));
  return *this;
}

Statement& Statement::bind_object(int parameter, const void* object, const char* type) {
  // SQLite hands the pointer to our function as it is and never looks behind it.
  check(sqlite3_bind_pointer(handle(), parameter, const_cast<void*>(object), type, nullptr));
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(handle());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  throw_failure(words_, sqlite3_db_handle(handle()), code);
}

void Statement::run() {
  while (step()) {
  }
  reset();
}

// The code it returns repeats the last step's error, which step() has thrown already.
void Statement::reset() {
  sqlite3_reset(handle());
}

std::string_view Statement::blob(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(handle(), column));
  const int size = sqlite3_column_bytes(handle(), column);
  return bytes == nullptr ? std::string_view() : std::string_view(bytes, static_cast<std::size_t>(size));
}

Transaction::Transaction(Database& database, TransactionKind kind) : database_(database) {
  database_.run(kind == TransactionKind::write ? "BEGIN IMMEDIATE" : "BEGIN");
}

Transaction::~Transaction() {
  // After some errors (disk full) SQLite has rolled back by itself; a second ROLLBACK then fails harmlessly.
  if (open_) sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
  database_.run("COMMIT");
  open_ = false;
}

}  // namespace exportd::sqlite
