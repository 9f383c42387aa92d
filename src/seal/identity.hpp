// Identity and Recipient: the two halves of an age X25519 key pair (C2SP age, "X25519 recipient type"; RFC 7748)
// and their texts in Bech32 (BIP 173): AGE-SECRET-KEY-1… opens, age1… seals.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "seal/random.hpp"
#include "seal/secret_bytes.hpp"

namespace exportd::seal {

// Public: objects are sealed to it.
class Recipient {
 public:
  explicit Recipient(std::span<const std::uint8_t, 32> key);
  // Lower-case "age1…" and nothing around it. Failure reject "bad_recipient" otherwise; the text is not repeated in
  // the message, for it may be a secret pasted into the wrong place.
  [[nodiscard]] static Recipient parse(std::string_view text);

  [[nodiscard]] std::string text() const;
  [[nodiscard]] std::span<const std::uint8_t, 32> key() const { return key_; }
  friend auto operator<=>(const Recipient&, const Recipient&) = default;

 private:
  std::array<std::uint8_t, 32> key_{};
};

// Secret: opens what is sealed to its recipient.
class Identity {
 public:
  explicit Identity(const SecretBytes<32>& secret);
  // Upper-case "AGE-SECRET-KEY-1…" and nothing around it. Failure reject "bad_identity" otherwise, without the text.
  [[nodiscard]] static Identity parse(std::string_view text);
  [[nodiscard]] static Identity generate(const RandomFill& random = system_random);

  [[nodiscard]] const Recipient& recipient() const { return recipient_; }
  [[nodiscard]] const SecretBytes<32>& secret() const { return secret_; }
  // The secret itself, for the identity file only.
  [[nodiscard]] std::string secret_text() const;

 private:
  SecretBytes<32> secret_;
  Recipient recipient_;
};

}  // namespace exportd::seal
