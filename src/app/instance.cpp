#include "app/instance.hpp"

#include <unistd.h>

#include <array>
#include <climits>
#include <string_view>
#include <vector>

#include "seal/random.hpp"

namespace exportd::app {

std::string random_hex(std::size_t digits) {
  constexpr std::string_view hex = "0123456789abcdef";
  std::vector<std::uint8_t> bytes((digits + 1) / 2);
  seal::system_random(bytes);
  std::string text;
  for (const std::uint8_t byte : bytes) {
    text += hex[byte >> 4];
    text += hex[byte & 15];
  }
  text.resize(digits);
  return text;
}

std::string instance_name() {
  std::array<char, HOST_NAME_MAX + 1> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0 || host[0] == 0) host = {'h', 'o', 's', 't'};
  return std::string(host.data()) + "-" + std::to_string(::getpid()) + "-" + random_hex(6);
}

}  // namespace exportd::app
