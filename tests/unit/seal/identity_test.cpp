#include "seal/identity.hpp"

#include "seal/bech32.hpp"
#include "tests/unit/seal/objects.hpp"

namespace exportd::seal {
namespace {

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

TEST(Identity, survives_being_written_and_read) {
  const Identity made = Identity::generate();
  const Identity read = Identity::parse(made.secret_text());
  EXPECT_EQ(read.recipient(), made.recipient());
  EXPECT_EQ(Recipient::parse(made.recipient().text()), made.recipient());
  EXPECT_TRUE(made.secret_text().starts_with("AGE-SECRET-KEY-1"));
  EXPECT_TRUE(made.recipient().text().starts_with("age1"));
}

TEST(Identity, is_another_one_each_time) {
  EXPECT_NE(Identity::generate().recipient(), Identity::generate().recipient());
}

TEST(Recipient, is_refused_when_it_is_anything_but_an_x25519_key) {
  const std::string good = test_identity().recipient().text();
  const std::string short_key(31, 'k');
  const std::string long_key(33, 'k');
  struct Case {
    const char* why;
    std::string text;
  };
  const Case cases[] = {
      {"nothing", ""},
      {"a letter lost", good.substr(0, good.size() - 1)},
      {"a letter added", good + "q"},
      {"in capitals", upper(good)},
      {"a blank before", " " + good},
      {"a line feed behind", good + "\n"},
      {"31 bytes", bech32_encode("age", bytes_of(short_key))},
      {"33 bytes", bech32_encode("age", bytes_of(long_key))},
      {"a plugin's recipient", bech32_encode("age1yubikey", test_identity().recipient().key())},
      {"an SSH key", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHsKLqeplhpW+uObz5dvMgjz1OxfM/XXUB+VHtZ6isGN"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(failure_code([&] { static_cast<void>(Recipient::parse(c.text)); }), "bad_recipient") << c.why;
  }
}

TEST(Identity, is_refused_when_it_is_anything_but_an_x25519_secret_in_capitals) {
  const std::string good = test_identity().secret_text();
  const std::string short_key(31, 'k');
  struct Case {
    const char* why;
    std::string text;
  };
  const Case cases[] = {
      {"nothing", ""},
      {"a letter lost", good.substr(0, good.size() - 1)},
      {"in small letters", lower(good)},
      {"31 bytes", upper(bech32_encode("age-secret-key-", bytes_of(short_key)))},
      {"a public key", test_identity().recipient().text()},
      {"a plugin's identity", upper(bech32_encode("age-plugin-x-", bytes_of(short_key)))},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(failure_code([&] { static_cast<void>(Identity::parse(c.text)); }), "bad_identity") << c.why;
  }
}

TEST(Recipient, never_repeats_a_secret_that_was_pasted_in_its_place) {
  const std::string secret = test_identity().secret_text();
  for (const std::string& text : {secret, lower(secret), secret.substr(0, 40)}) {
    try {
      static_cast<void>(Recipient::parse(text));
      FAIL() << "a secret key is no recipient";
    } catch (const Failure& failure) {
      EXPECT_NE(failure.message().find("secret key"), std::string::npos);
      EXPECT_EQ(failure.message().find(text.substr(16)), std::string::npos);
      EXPECT_EQ(failure.detail(), "");
    }
  }
}

}  // namespace
}  // namespace exportd::seal
