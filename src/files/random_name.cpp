#include "files/random_name.hpp"

#include <sys/random.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <string_view>

#include "files/system_failure.hpp"

namespace exportd::files {

std::string random_name() {
  std::array<std::uint8_t, 16> bytes{};
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    throw system_failure(Doing::writing, errno, "getrandom");
  }
  constexpr std::string_view digits = "0123456789abcdef";
  std::string name;
  for (const std::uint8_t byte : bytes) {
    name.push_back(digits[byte >> 4U]);
    name.push_back(digits[byte & 15U]);
  }
  return name;
}

}  // namespace exportd::files
