// Who is told of a run, and what an address is called where it may not be told.
#pragma once

#include <compare>
#include <string>

namespace exportd {

// Stands for an address in counts, marks and suppressions: 64 hex digits, HMAC-SHA-256 of its canonical form under the
// service's secret (seal/address_tokens.hpp). Nobody without the secret can tell whose it is, or try addresses out.
struct KeyedAddress {
  std::string hex;
  friend auto operator<=>(const KeyedAddress&, const KeyedAddress&) = default;
};

struct Addressee {
  std::string address;  // as it was given; an EmailAddress when it was taken in
  KeyedAddress key;
  friend bool operator==(const Addressee&, const Addressee&) = default;
};

}  // namespace exportd
