// The folders on the way to an object: opened one by one below an open root, so that no symbolic link inside the
// store leads out of it, whatever happens to the tree meanwhile.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "files/file_descriptor.hpp"

namespace exportd::files {

enum class Missing { accept, make };

// One descriptor per name, upper first. nullopt: one of them is missing (with make: it was removed again at once,
// which is worth another try) or, with accept, is no folder. Made folders have mode 0700. Failure otherwise.
[[nodiscard]] std::optional<std::vector<FileDescriptor>> open_folders(int root, std::span<const std::string> names,
                                                                      Missing missing);

// Makes the names in the folders, and in the root itself, survive a power cut.
void sync_folders(int root, const std::vector<FileDescriptor>& folders);

// Removes the folders that are empty, lowest first; stops at the first that is not. Never fails: somebody else may
// just be using one.
void remove_empty_folders(int root, std::span<const std::string> names);

}  // namespace exportd::files
