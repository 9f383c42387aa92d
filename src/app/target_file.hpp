// TargetFile: the file that the user asked for. It is written under a temporary name beside its own and appears, whole,
// when finished; an unfinished one is removed. "-" is standard output.
#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>

#include "core/ports.hpp"

namespace exportd::app {

// Throws Failure(ours, "not_writable" or "disk_full") with a message that names the target, or cancel
// while it waits for the reader of a pipe.
[[nodiscard]] std::unique_ptr<ByteSink> open_target(const std::filesystem::path& target, const std::stop_token& stop);

// The file that `target` is written to: itself, or where its symbolic links lead, also if nothing is there yet.
[[nodiscard]] std::filesystem::path replaced_file(const std::filesystem::path& target);

}  // namespace exportd::app
