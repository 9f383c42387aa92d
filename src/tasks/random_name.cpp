#include "tasks/random_name.hpp"

#include <openssl/rand.h>

#include <array>
#include <string_view>

#include "core/failure.hpp"

namespace exportd::tasks {

std::string random_name() {
  std::array<unsigned char, 16> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    throw Failure(FailureKind::ours, "internal_error", "task store: the system gives no random numbers: see the log");
  }
  constexpr std::string_view digits = "0123456789abcdef";
  std::string name;
  for (const unsigned char byte : bytes) (name += digits[byte >> 4]) += digits[byte & 15];
  return name;
}

}  // namespace exportd::tasks
