// SecretBytes: key material that is wiped when its life ends and that nothing can print or compare by accident.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <span>

namespace exportd::seal {

// Overwrites memory in a way that the optimiser keeps.
void wipe(std::span<std::uint8_t> memory) noexcept;

template <std::size_t N>
class SecretBytes {
 public:
  SecretBytes() = default;  // all zero, to be filled through writable()
  explicit SecretBytes(std::span<const std::uint8_t, N> bytes) { std::ranges::copy(bytes, bytes_.begin()); }
  SecretBytes(const SecretBytes&) = default;
  SecretBytes& operator=(const SecretBytes&) = default;
  ~SecretBytes() { wipe(bytes_); }

  [[nodiscard]] std::span<const std::uint8_t, N> bytes() const { return bytes_; }
  [[nodiscard]] std::span<std::uint8_t, N> writable() { return bytes_; }

  friend std::ostream& operator<<(std::ostream&, const SecretBytes&) = delete;
  friend bool operator==(const SecretBytes&, const SecretBytes&) = delete;

 private:
  std::array<std::uint8_t, N> bytes_{};
};

}  // namespace exportd::seal
