#include "sqlite/failure.hpp"

#include <cerrno>
#include <utility>

namespace exportd::sqlite {
namespace {

Failure disk_full(const std::string& store, std::string detail) {
  return {FailureKind::ours, "disk_full", store + ": no space is left on its disk: free some and try again",
          std::move(detail)};
}

Failure failure_of(const StoreWords& words, int code, std::string detail) {
  const std::string store = words.name;
  switch (code & 0xFF) {
    case SQLITE_FULL: return disk_full(store, std::move(detail));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {FailureKind::ours, "corrupt_store",
              store + ": the file is damaged or is no " + store + ": " + words.if_damaged, std::move(detail)};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      return {FailureKind::ours, "not_writable",
              store + ": it cannot be opened for writing: check the folder's owner and permissions", std::move(detail)};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {FailureKind::retry, "store_locked",
              store + ": another process holds its lock: wait until it (an import?) has ended", std::move(detail)};
    case SQLITE_INTERRUPT:
      return {FailureKind::cancel, "cancelled", store + ": cancelled on request: it did not end", std::move(detail)};
    default:
      return {FailureKind::ours, "store_failed",
              store + ": an unexpected error: run again with --log-level debug to see the reason", std::move(detail)};
  }
}

}  // namespace

void throw_failure(const StoreWords& store, sqlite3* handle, int code) {
  std::string detail = handle == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle);
  const int system_error = handle == nullptr ? 0 : sqlite3_system_errno(handle);
  detail += " (sqlite " + std::to_string(code) + ", errno " + std::to_string(system_error) + ")";
  // SQLite says SQLITE_FULL for a failed write only; growing the -shm file fails as an I/O error.
  const bool no_space = system_error == ENOSPC || system_error == EDQUOT;
  if ((code & 0xFF) == SQLITE_IOERR && no_space) throw disk_full(store.name, std::move(detail));
  throw failure_of(store, code, std::move(detail));
}

}  // namespace exportd::sqlite
