// The adapters behind the ports, as configured. The S3 file store is not part of this version: asking for it is a clear
// error.
#pragma once

#include <filesystem>
#include <memory>

#include "app/config.hpp"
#include "core/failure.hpp"
#include "core/ports.hpp"

namespace exportd::app {

// Failure(reject, "bad_config"); Failure(ours, "no_records") if there is no embedded store yet. A cluster is not asked
// anything yet.
[[nodiscard]] std::unique_ptr<Search> open_search(const Config& config);

// A failure of the search store with the path in its message: the store's side says only "search store".
[[nodiscard]] Failure with_store_named(const Failure& failure, const std::filesystem::path& store);

[[nodiscard]] std::unique_ptr<FileStore> open_files(const Config& config);

}  // namespace exportd::app
