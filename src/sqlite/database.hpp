// SQLite in three small classes: Database, Statement, Transaction. Every error is a Failure (failure.hpp).
// Texts are bound and read as BLOBs throughout: SQLite's own text functions stop at NUL, and a record may hold one.
#pragma once

#include <sqlite3.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

#include "sqlite/failure.hpp"

namespace exportd::sqlite {

enum class OpenMode { read_write, create };

// One connection. Use it from one thread at a time.
class Database {
 public:
  // `words`: of the store the file is, for messages.
  Database(const std::filesystem::path&, OpenMode, const StoreWords& words);

  // Runs statements that give no rows (or whose rows do not matter).
  void run(const char* sql);
  // How long a call waits for another process's lock before it is Failure `store_locked`.
  void wait_for_locks(std::chrono::milliseconds);
  [[nodiscard]] std::int64_t last_row_id() const { return sqlite3_last_insert_rowid(handle_.get()); }
  [[nodiscard]] std::int64_t changes() const { return sqlite3_changes64(handle_.get()); }
  [[nodiscard]] sqlite3* handle() const { return handle_.get(); }
  [[nodiscard]] const StoreWords& words() const { return words_; }

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  };
  StoreWords words_;
  std::unique_ptr<sqlite3, Close> handle_;
};

// One prepared statement. Parameters count from 1, columns from 0. What blob() and the views bound with bind() point
// to must live until the next step or reset.
class Statement {
 public:
  Statement(Database&, std::string_view sql);

  Statement& bind(int parameter, std::int64_t value);
  Statement& bind(int parameter, double value);
  Statement& bind(int parameter, std::string_view bytes);
  Statement& bind_null(int parameter);
  // A C++ object for an SQL function of ours; `type` must match the function's.
  Statement& bind_object(int parameter, const void* object, const char* type);

  // True: a row is there. False: done.
  [[nodiscard]] bool step();
  // Runs a statement to its end and makes it ready for the next parameters.
  void run();
  void reset();

  [[nodiscard]] std::int64_t integer(int column) const { return sqlite3_column_int64(handle_.get(), column); }
  [[nodiscard]] std::string_view blob(int column) const;
  [[nodiscard]] sqlite3_stmt* handle() const { return handle_.get(); }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }
  };
  void check(int code) const;

  StoreWords words_;
  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

enum class TransactionKind {
  read,   // one snapshot, from the first read on
  write,  // takes the store's write lock at once
};

// Left without commit(), everything is rolled back.
class Transaction {
 public:
  Transaction(Database&, TransactionKind);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace exportd::sqlite
