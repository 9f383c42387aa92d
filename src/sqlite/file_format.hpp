// FileFormat: which database files are ours, and how one is opened, made or brought up to date.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <span>

#include "sqlite/database.hpp"

namespace exportd::sqlite {

// How long a call waits for another process's lock before it is Failure `store_locked`.
inline constexpr std::chrono::milliseconds lock_wait_max{5'000};

struct FileFormat {
  StoreWords words;
  std::int64_t application_id;              // PRAGMA application_id
  std::int64_t version;                     // PRAGMA user_version of what `schema` makes
  const char* schema;                       // SQL
  std::span<const char* const> migrations;  // the last one leads from version - 1 to version; earlier ones before it
  const char* missing_code;                 // of the Failure when there is no file to read
  const char* if_missing;                   // its message
  const char* if_other_version;             // what to do about a version that no migration leads from
};

// Opens the file. With `create` it is made, and its folder, if it is missing or empty; otherwise that is a Failure: who
// only reads never fills a file. Write-ahead logging. Several processes may do so at once. Failure corrupt_store for a
// file that is not ours or of a version that cannot be read.
[[nodiscard]] Database open_file(const std::filesystem::path& path, const FileFormat& format, OpenMode mode);

[[nodiscard]] std::int64_t pragma(Database& database, const char* sql);

}  // namespace exportd::sqlite
