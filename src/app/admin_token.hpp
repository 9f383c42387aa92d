// The token of /v1/admin: the first line of the file that server.admin_token_file names.
#pragma once

#include <optional>
#include <string>

#include "app/config.hpp"

namespace exportd::app {

// Without the line's end, whichever it is; nullopt: no file is named. Failure(reject, "bad_config") when it cannot be
// read, others may read it, or the token is too short.
[[nodiscard]] std::optional<std::string> admin_token(const Config& config);

}  // namespace exportd::app
