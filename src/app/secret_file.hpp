// The secret that signs tokens and links: 64 hex digits in a file that only its owner can read. Made on first use when
// embedded; the same on all instances.
#pragma once

#include <filesystem>
#include <string>

#include "app/config.hpp"

namespace exportd::app {

// Failure(reject, "exposed_secret") when others may read it; ours "not_readable", "not_writable".
[[nodiscard]] std::string secret(const Config& config);

// Makes a file with 64 random hex digits that only its owner can read, unless there is one already; it appears whole.
// Failure(ours, "not_writable").
void make_secret_file(const std::filesystem::path& path);

}  // namespace exportd::app
