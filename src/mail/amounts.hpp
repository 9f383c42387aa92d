// Numbers, sizes and times as people read them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/task.hpp"

namespace exportd::mail {

[[nodiscard]] std::string grouped(std::uint64_t number);  // "1,234,567"
// "1 row", "1,234 rows".
[[nodiscard]] std::string counted(std::uint64_t number, std::string_view singular);
[[nodiscard]] std::string size_text(std::uint64_t bytes);  // "999 bytes", "1.23 MB"
[[nodiscard]] std::string minute_text(WallTime time);      // "2026-11-24 09:11 UTC"

}  // namespace exportd::mail
