// What a command must never write its result over: the program's own keys, records and stored objects.
#pragma once

#include <filesystem>
#include <span>

#include "app/config.hpp"

namespace exportd::app {

// Failure reject "own_file" if writing to `target` would replace the identity file, the search store, anything below
// the file store, or one of `inputs`; by whatever name or link it is called. "-" is always allowed.
void refuse_own_files(const Config& config, const std::filesystem::path& target,
                      std::span<const std::filesystem::path> inputs);

}  // namespace exportd::app
