// Views of the same memory as text (the ports) and as octets (the cryptography). Nothing is copied.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace exportd::seal {

using Bytes = std::span<const std::uint8_t>;
using WritableBytes = std::span<std::uint8_t>;

[[nodiscard]] inline Bytes bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

[[nodiscard]] inline WritableBytes writable_bytes_of(std::span<char> text) {
  return {reinterpret_cast<std::uint8_t*>(text.data()), text.size()};
}

[[nodiscard]] inline std::string_view text_of(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace exportd::seal
