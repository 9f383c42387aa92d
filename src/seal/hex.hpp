// Bytes as lower-case hexadecimal digits, two each, and back.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "seal/bytes.hpp"

namespace exportd::seal {

[[nodiscard]] std::string hex_of(Bytes bytes);

// nullopt: an odd number of digits, or what is no lower-case digit.
[[nodiscard]] std::optional<std::string> bytes_of_hex(std::string_view hex);

}  // namespace exportd::seal
