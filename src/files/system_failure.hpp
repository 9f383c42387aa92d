// Translates what the operating system says about files into a Failure, in one place.
#pragma once

#include <string>

#include "core/failure.hpp"

namespace exportd::files {

enum class Doing { reading, writing };

// `error`: an errno. `call_and_path` goes into the detail only.
//   ENOSPC, EDQUOT, EFBIG         disk_full (the last: a limit on the size of files; SIGXFSZ must be ignored)
//   EACCES, EPERM, EROFS          not_writable, or not_readable
//   anything else                 store_error
[[nodiscard]] Failure system_failure(Doing doing, int error, const std::string& call_and_path);

}  // namespace exportd::files
