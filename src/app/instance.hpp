// What this process is called in the audit log and in leases: host, process and a random part, never used again.
#pragma once

#include <string>

namespace exportd::app {

[[nodiscard]] std::string instance_name();
// `digits` random hexadecimal digits from the system's generator.
[[nodiscard]] std::string random_hex(std::size_t digits);

}  // namespace exportd::app
