// Names that nobody else gives: 128 random bits.
#pragma once

#include <string>

namespace exportd::tasks {

// 32 hexadecimal digits from the system's generator.
[[nodiscard]] std::string random_name();

}  // namespace exportd::tasks
