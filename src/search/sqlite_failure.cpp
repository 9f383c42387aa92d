#include "search/sqlite_failure.hpp"

#include <cerrno>
#include <utility>

namespace exportd::search {
namespace {

Failure disk_full(std::string detail) {
  return {FailureKind::ours, "disk_full", "search store: no space is left on its disk: free some and try again",
          std::move(detail)};
}

}  // namespace

Failure sqlite_failure(int code, std::string detail) {
  switch (code & 0xFF) {
    case SQLITE_FULL: return disk_full(std::move(detail));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {FailureKind::ours, "corrupt_store",
              "search store: the file is damaged or is no search store: restore it, or remove it and import again",
              std::move(detail)};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      return {FailureKind::ours, "not_writable",
              "search store: it cannot be opened for writing: check the folder's owner and permissions",
              std::move(detail)};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {FailureKind::retry, "store_locked",
              "search store: another process holds its lock: wait until it (an import?) has ended", std::move(detail)};
    case SQLITE_INTERRUPT:
      return {FailureKind::cancel, "cancelled", "search: cancelled on request: it did not end", std::move(detail)};
    default:
      return {FailureKind::ours, "store_failed",
              "search store: an unexpected error: run again with --log-level debug to see the reason",
              std::move(detail)};
  }
}

void throw_sqlite_failure(sqlite3* handle, int code) {
  std::string detail = handle == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle);
  const int system_error = handle == nullptr ? 0 : sqlite3_system_errno(handle);
  detail += " (sqlite " + std::to_string(code) + ", errno " + std::to_string(system_error) + ")";
  // SQLite says SQLITE_FULL for a failed write only; growing the -shm file fails as an I/O error.
  const bool no_space = system_error == ENOSPC || system_error == EDQUOT;
  if ((code & 0xFF) == SQLITE_IOERR && no_space) throw disk_full(std::move(detail));
  throw sqlite_failure(code, std::move(detail));
}

}  // namespace exportd::search
