// The adapters behind the ports, as configured.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "app/config.hpp"
#include "core/failure.hpp"
#include "core/ports.hpp"

namespace exportd::app {

// Failure(reject, "bad_config"); Failure(ours, "no_records") if there is no embedded store yet. A cluster is not asked
// anything yet.
[[nodiscard]] std::unique_ptr<Search> open_search(const Config& config);

// A failure of the search store with the path in its message: the store's side says only "search store".
[[nodiscard]] Failure with_store_named(const Failure& failure, const std::filesystem::path& store);

// Failure(reject, "bad_config"). A bucket is not asked anything yet.
[[nodiscard]] std::unique_ptr<FileStore> open_files(const Config& config, const Clock& clock);

// Where stored objects are, or one of them, as people name it.
[[nodiscard]] std::string files_place(const Config& config, const std::string& key = {});

}  // namespace exportd::app
