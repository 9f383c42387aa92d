// How a task's id is derived (docs/task-id.md).
#pragma once

#include <string_view>

#include "core/task_id.hpp"

namespace exportd::query {

// The first 26 characters of lower-case base32 of SHA-256(environment LF parameters LF options); both are canonical.
[[nodiscard]] TaskId derive_task_id(std::string_view environment, std::string_view search_parameters,
                                    std::string_view file_options);

}  // namespace exportd::query
