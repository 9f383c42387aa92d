// write(2) until everything is written: short writes and interruptions are normal.
#pragma once

#include <string>
#include <string_view>

namespace exportd::files {

// Failure as system_failure.hpp; what was written before it stays written. `path` is for its detail.
void write_all(int file, std::string_view bytes, const std::string& path);

}  // namespace exportd::files
