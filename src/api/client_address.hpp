// Who is asking: the address of the client behind the proxies that are trusted, and the network that limits count.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace exportd::api {

// An IPv4 address is kept as the IPv6 address it maps to (RFC 4291, section 2.5.5.2).
class ClientAddress {
 public:
  ClientAddress() = default;  // ::
  // nullopt: neither an IPv4 nor an IPv6 address. A port, brackets and a zone are cut off.
  [[nodiscard]] static std::optional<ClientAddress> parse(std::string_view text);

  // What limits are counted by: an IPv4 address, or the first 64 bits of an IPv6 one, which is one household.
  [[nodiscard]] std::string network() const;
  [[nodiscard]] const std::array<std::uint8_t, 16>& bytes() const { return bytes_; }
  [[nodiscard]] bool is_ipv4() const;
  friend bool operator==(const ClientAddress&, const ClientAddress&) = default;

 private:
  std::array<std::uint8_t, 16> bytes_{};
};

// "10.0.0.0/8", "::1", "fd00::/8".
class Network {
 public:
  [[nodiscard]] static std::optional<Network> parse(std::string_view text);
  [[nodiscard]] bool holds(const ClientAddress& address) const;

 private:
  ClientAddress base_;
  int bits_ = 128;  // of the IPv6 form
};

// `peer` speaks for itself unless it is a trusted proxy: then the last address of X-Forwarded-For that is not one, as
// everything before that can be made up. `forwarded`: the header's value, several joined by commas.
[[nodiscard]] ClientAddress client_of(const ClientAddress& peer, std::string_view forwarded,
                                      std::span<const Network> trusted);

}  // namespace exportd::api
