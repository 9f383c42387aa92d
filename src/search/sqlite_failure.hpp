// SQLite's error codes as Failures, sorted by what can be done about them.
#pragma once

#include <sqlite3.h>

#include <string>

#include "core/failure.hpp"

namespace exportd::search {

// `code`: SQLite's extended result code; `detail`: for the operator's log.
[[nodiscard]] Failure sqlite_failure(int code, std::string detail);

// With the connection's own words as detail.
[[noreturn]] void throw_sqlite_failure(sqlite3* handle, int code);

}  // namespace exportd::search
