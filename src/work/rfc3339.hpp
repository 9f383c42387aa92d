// Times as people and machines write them: RFC 3339, UTC, milliseconds: 2026-11-22T21:09:31.000Z.
#pragma once

#include <string>

#include "core/task.hpp"

namespace exportd::work {

[[nodiscard]] std::string rfc3339(WallTime time);

}  // namespace exportd::work
