// The keys of all objects below a folder.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/task_id.hpp"

namespace exportd::files {

// Calls `visit` with the name of every entry but "." and "..", in no order. A name may be gone when it is visited.
void for_each_name(int folder, const std::function<void(const std::string&)>& visit);

// Every regular file below `root` whose path is a key and begins with `prefix`, in byte order. Symbolic links are
// neither followed nor listed; names that no key can have (unfinished files, for one) are passed over.
[[nodiscard]] std::vector<ObjectKey> list_objects(int root, std::string_view prefix);

}  // namespace exportd::files
