// Addressees of tests: the key of an address, without a secret, and without an @ by which addresses are found where
// they may not be.
#pragma once

#include <algorithm>
#include <optional>
#include <string>

#include "core/addressee.hpp"

namespace exportd::testing {

[[nodiscard]] inline KeyedAddress key_of(std::string address) {
  std::ranges::replace(address, '@', ' ');
  return {"key of " + address};
}

// nullopt: no address.
[[nodiscard]] inline std::optional<Addressee> addressee(const std::string& address) {
  if (address.empty()) return std::nullopt;
  return Addressee{address, key_of(address)};
}

}  // namespace exportd::testing
