// The adapters behind the ports, as configured. Cluster back ends are not part of this version: asking for one is a
// clear error.
#pragma once

#include <memory>

#include "app/config.hpp"
#include "core/ports.hpp"

namespace exportd::app {

// Failure(reject, "bad_config") for search.kind = "opensearch"; Failure(ours, "no_records") if there is no store
// yet.
[[nodiscard]] std::unique_ptr<Search> open_search(const Config& config);

[[nodiscard]] std::unique_ptr<FileStore> open_files(const Config& config);

}  // namespace exportd::app
