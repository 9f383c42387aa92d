// Times as people and machines write them: RFC 3339, UTC, milliseconds: 2026-11-22T21:09:31.000Z.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/task.hpp"

namespace exportd {

[[nodiscard]] std::string rfc3339(WallTime time);

// A date (midnight) or a date and time in UTC ("Z"), seconds with or without a fraction; nullopt: neither.
[[nodiscard]] std::optional<WallTime> parse_rfc3339(std::string_view text);

}  // namespace exportd
