// What the secret makes of addresses: one key for one address, tokens that only the secret makes, nothing that tells.
#include "seal/address_tokens.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace exportd::seal {
namespace {

constexpr std::string_view secret = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

EmailAddress address(std::string_view text) {
  return EmailAddress::parse(text).value();
}

TEST(AddressTokens, are_one_key_for_every_spelling) {
  const KeyedAddress key = keyed_address(secret, address("Ada.Lovelace@Example.ORG"));
  EXPECT_EQ(key, keyed_address(secret, address("ada.lovelace@example.org")));
  EXPECT_NE(key, keyed_address(secret, address("ada.lovelace@example.com")));
  EXPECT_NE(key, keyed_address("another secret", address("ada.lovelace@example.org")));
  EXPECT_EQ(key.hex.size(), 64U);
}

TEST(AddressTokens, are_hmacs_that_can_be_made_again_elsewhere) {
  // printf 'exportd address\na@b.org' | openssl dgst -sha256 -hmac SECRET
  EXPECT_EQ(keyed_address(secret, address("A@b.org")).hex,
            "c46e5792a42474697a352ce77b32ce5470593007f23c0c9cb9c785217e412ab6");
}

TEST(AddressTokens, come_back_and_tell_nothing) {
  const KeyedAddress key = keyed_address(secret, address("ada@example.org"));
  const std::string token = unsubscribe_token(secret, key);
  EXPECT_EQ(token.size(), 87U);
  EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."),
            std::string::npos);
  EXPECT_EQ(verified_unsubscribe_token(secret, token), key);
  EXPECT_EQ(verified_unsubscribe_token("another secret", token), std::nullopt);
}

TEST(AddressTokens, with_any_character_changed_are_refused) {
  const std::string token = unsubscribe_token(secret, keyed_address(secret, address("ada@example.org")));
  for (std::size_t at = 0; at < token.size(); ++at) {
    for (const char c : {'A', 'b', '9', '-', '_', '.', '+', '/', '=', ' ', '\0', '\xC3'}) {
      if (token[at] == c) continue;
      std::string changed = token;
      changed[at] = c;
      EXPECT_EQ(verified_unsubscribe_token(secret, changed), std::nullopt) << at;
    }
    EXPECT_EQ(verified_unsubscribe_token(secret, token.substr(0, at)), std::nullopt);
  }
  EXPECT_EQ(verified_unsubscribe_token(secret, token + "A"), std::nullopt);
}

TEST(AddressTokens, of_anything_are_refused) {
  rc::check("any text is no token",
            [](const std::string& text) { RC_ASSERT(!verified_unsubscribe_token(secret, text).has_value()); });
}

}  // namespace
}  // namespace exportd::seal
