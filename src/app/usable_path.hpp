// Folders and files that the configuration or the command line name: made, or looked for, with an error in plain words.
#pragma once

#include <filesystem>
#include <string>

namespace exportd::app {

// Makes the folder and what is missing above it. Failure ours "not_writable" naming it; `remedy` says what to do.
void make_folder(const std::filesystem::path& folder, const std::string& remedy);

// Whether something is there. Failure ours "not_readable" where that may not be looked up.
[[nodiscard]] bool is_there(const std::filesystem::path& path);

}  // namespace exportd::app
