// The bucket of [files] kind = "s3", as configured.
#pragma once

#include <memory>
#include <string>

#include "app/config.hpp"
#include "core/ports.hpp"
#include "core/task_id.hpp"
#include "files/s3_store.hpp"

namespace exportd::app {

// Asks nothing yet. Failure(reject, "bad_config") for what is missing or cannot be.
[[nodiscard]] std::unique_ptr<files::S3Store> open_bucket(const Config& config, const Clock& clock);

// "s3://bucket/exports/petdb/…", as S3's own tools name an object; `key` empty: the place of all.
[[nodiscard]] std::string bucket_address(const Config& config, const std::string& key);

// The key of an object of the configured bucket, from its address. Failure(reject, "bad_config") for any other.
[[nodiscard]] ObjectKey key_of_address(const Config& config, const std::string& address);

}  // namespace exportd::app
