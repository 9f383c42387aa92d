// SQLite's error codes as Failures, sorted by what can be done about them.
#pragma once

#include <sqlite3.h>

#include <string>

#include "core/failure.hpp"

namespace exportd::sqlite {

// Which store an error is about, and what mends a damaged one: both appear in messages.
struct StoreWords {
  const char* name;        // "search store"
  const char* if_damaged;  // "restore it, or remove it and import again"
};

// With the connection's own words as detail. `handle` may be null.
[[noreturn]] void throw_failure(const StoreWords& store, sqlite3* handle, int code);

}  // namespace exportd::sqlite
