#include "app/instance.hpp"

#include <unistd.h>

#include <array>
#include <climits>
#include <vector>

#include "seal/hex.hpp"
#include "seal/random.hpp"

namespace exportd::app {

std::string random_hex(std::size_t digits) {
  std::vector<std::uint8_t> bytes((digits + 1) / 2);
  seal::system_random(bytes);
  std::string text = seal::hex_of(bytes);
  text.resize(digits);
  return text;
}

std::string instance_name() {
  std::array<char, HOST_NAME_MAX + 1> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0 || host[0] == 0) host = {'h', 'o', 's', 't'};
  return std::string(host.data()) + "-" + std::to_string(::getpid()) + "-" + random_hex(6);
}

}  // namespace exportd::app
