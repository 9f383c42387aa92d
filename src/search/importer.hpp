// The core of `exportd import`: NDJSON records into the search store, all or nothing, in one transaction.
// Lines are judged by docs/records.md; memory does not grow with the file (see docs/search-store.md).
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/environment.hpp"
#include "search/byte_source.hpp"

namespace exportd::search {

enum class BadLines {
  refuse,  // one bad line and nothing is imported
  skip,    // the good lines are imported
};

struct ImportOptions {
  BadLines bad_lines = BadLines::refuse;
};

// Why a line was refused. `line` counts from 1, blank lines included.
struct LineFault {
  std::uint64_t line = 0;
  std::string reason;
};

// How far an import has come.
struct ImportProgress {
  std::uint64_t lines = 0;
  std::uint64_t bytes = 0;  // of the text, gunzipped
};
using ImportProgressCallback = std::function<void(const ImportProgress&)>;

inline constexpr std::size_t import_faults_shown_max = 100;

struct ImportReport {
  std::uint64_t lines = 0;      // read, blank ones included
  std::uint64_t added = 0;      // records new to the environment
  std::uint64_t replaced = 0;   // records that were there with another text
  std::uint64_t unchanged = 0;  // records that were there byte for byte
  std::uint64_t bad_lines = 0;
  std::vector<LineFault> faults;  // the first import_faults_shown_max of the bad lines, in order
  bool committed = false;         // false: the store is as it was, because of bad lines
  std::string data_version;       // of the environment afterwards

  [[nodiscard]] std::uint64_t records() const { return added + replaced + unchanged; }
};

// Reads `source` (plain or gzip) to its end and puts its records into the store at `store` (made if it is not there).
// A record whose id is there already is replaced; a text that is there byte for byte changes nothing, and an import
// that changes nothing keeps the environment's data_version. Bad lines are a value (committed = false, or skipped).
// Throws Failure, and leaves the store as it was: cancel `cancelled` when `stop` was requested, reject
// `file_unreadable`, ours `disk_full` `not_writable` `corrupt_store`, retry `store_locked` (another import runs).
[[nodiscard]] ImportReport import_records(const std::filesystem::path& store, const Environment&,
                                          std::unique_ptr<ByteSource> source, const ImportOptions&,
                                          const ImportProgressCallback& progress, const std::stop_token& stop);

}  // namespace exportd::search
