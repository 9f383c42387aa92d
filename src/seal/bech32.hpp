// Bech32 (BIP 173) without its limit of 90 characters: how age writes keys.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "seal/bytes.hpp"

namespace exportd::seal {

// Lower case. `prefix`: lower-case letters, digits and dashes.
[[nodiscard]] std::string bech32_encode(std::string_view prefix, Bytes bytes);

struct Bech32Text {
  std::string prefix;  // in the case of the text
  std::string bytes;
};

// nullopt: mixed case, a wrong character, checksum or length, or padding bits that are not zero.
[[nodiscard]] std::optional<Bech32Text> bech32_decode(std::string_view text);

}  // namespace exportd::seal
