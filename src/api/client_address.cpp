#include "api/client_address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace exportd::api {

namespace {

constexpr std::array<std::uint8_t, 12> ipv4_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// "1.2.3.4:80", "[::1]:80", "fe80::1%eth0" without what does not belong to the address.
std::string_view bare(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('[')) {
    text.remove_prefix(1);
    text = text.substr(0, text.find(']'));
  } else if (std::ranges::count(text, ':') == 1) {
    text = text.substr(0, text.find(':'));
  }
  return text.substr(0, text.find('%'));
}

}  // namespace

std::optional<ClientAddress> ClientAddress::parse(std::string_view text) {
  const std::string address(bare(text));
  ClientAddress parsed;
  if (inet_pton(AF_INET6, address.c_str(), parsed.bytes_.data()) == 1) return parsed;
  std::ranges::copy(ipv4_prefix, parsed.bytes_.begin());
  if (inet_pton(AF_INET, address.c_str(), parsed.bytes_.data() + ipv4_prefix.size()) == 1) return parsed;
  return std::nullopt;
}

bool ClientAddress::is_ipv4() const {
  return std::equal(ipv4_prefix.begin(), ipv4_prefix.end(), bytes_.begin());
}

std::string ClientAddress::network() const {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (is_ipv4()) return inet_ntop(AF_INET, bytes_.data() + ipv4_prefix.size(), text.data(), text.size());
  std::array<std::uint8_t, 16> first_half{};
  std::copy_n(bytes_.begin(), 8, first_half.begin());
  return std::string(inet_ntop(AF_INET6, first_half.data(), text.data(), text.size())) + "/64";
}

std::optional<Network> Network::parse(std::string_view text) {
  Network parsed;
  const std::size_t slash = text.find('/');
  const auto base = ClientAddress::parse(text.substr(0, slash));
  if (!base) return std::nullopt;
  parsed.base_ = *base;
  if (slash == std::string_view::npos) return parsed;
  const std::string_view digits = text.substr(slash + 1);
  int bits = -1;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  const int bits_max = base->is_ipv4() ? 32 : 128;
  if (error != std::errc() || end != digits.data() + digits.size() || bits < 0 || bits > bits_max) return std::nullopt;
  parsed.bits_ = bits + (128 - bits_max);
  return parsed;
}

bool Network::holds(const ClientAddress& address) const {
  const auto whole = static_cast<std::size_t>(bits_ / 8);
  if (!std::equal(base_.bytes().begin(), base_.bytes().begin() + static_cast<std::ptrdiff_t>(whole),
                  address.bytes().begin())) {
    return false;
  }
  const int rest = bits_ % 8;
  if (rest == 0) return true;
  const int mask = 0xFF << (8 - rest) & 0xFF;
  return ((base_.bytes().at(whole) ^ address.bytes().at(whole)) & mask) == 0;
}

ClientAddress client_of(const ClientAddress& peer, std::string_view forwarded, std::span<const Network> trusted) {
  const auto is_trusted = [trusted](const ClientAddress& address) {
    return std::ranges::any_of(trusted, [&](const Network& network) { return network.holds(address); });
  };
  ClientAddress client = peer;
  while (is_trusted(client) && !forwarded.empty()) {
    const std::size_t comma = forwarded.rfind(',');
    const auto before = ClientAddress::parse(comma == std::string_view::npos ? forwarded : forwarded.substr(comma + 1));
    if (!before) break;  // not an address: whoever wrote it is the last one that is known
    client = *before;
    forwarded = comma == std::string_view::npos ? std::string_view() : forwarded.substr(0, comma);
  }
  return client;
}

}  // namespace exportd::api
