// An import with its progress bar and its report, as `exportd import` and `exportd demo` both do it.
#pragma once

#include <memory>
#include <string>

#include "app/commands.hpp"
#include "core/environment.hpp"
#include "search/byte_source.hpp"
#include "search/importer.hpp"

namespace exportd::app {

struct ImportSource {
  std::unique_ptr<search::ByteSource> bytes;  // as stored: plain or gzip
  std::uint64_t stored_bytes = 0;             // 0: unknown
};

[[nodiscard]] search::ImportReport import_with_progress(const Session& session, const Environment& environment,
                                                        ImportSource source, search::BadLines bad_lines);

}  // namespace exportd::app
