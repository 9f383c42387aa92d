// What a task's canonical file options say, and the name its file is offered under.
#pragma once

#include <string>
#include <string_view>

#include "core/task.hpp"

namespace exportd {

// The value of an option; `otherwise`, its default, where it is left out.
[[nodiscard]] std::string_view file_option(const Task& task, std::string_view name, std::string_view otherwise);

// "synthesis-….csv", "petdb-….ndjson.zst".
[[nodiscard]] std::string file_name(const Task& task);

}  // namespace exportd
