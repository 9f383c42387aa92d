// Base64, Bech32 and hexadecimal digits: canonical, so that one value has one text.
#include "core/base64.hpp"
#include "seal/bech32.hpp"
#include "seal/hex.hpp"
#include "tests/unit/seal/objects.hpp"

namespace exportd::seal {
namespace {

TEST(Base64, writes_rfc_4648_section_10_without_padding) {
  struct Case {
    std::string_view plain, text;
  };
  constexpr Case cases[] = {{"", ""},           {"f", "Zg"},          {"fo", "Zm8"},         {"foo", "Zm9v"},
                            {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}};
  for (const Case& c : cases) {
    EXPECT_EQ(base64_encode(bytes_of(c.plain)), c.text);
    EXPECT_EQ(base64_decode(c.text), c.plain);
  }
  EXPECT_EQ(base64_padded("f") + base64_padded("fo") + base64_padded("foo"), "Zg==Zm8=Zm9v");
  EXPECT_EQ(base64_encode(bytes_of("\xfb\xff")), "+/8") << "the standard alphabet, not the one for URLs";
}

TEST(Base64, refuses_every_other_spelling) {
  struct Case {
    const char* why;
    std::string_view text;
  };
  constexpr Case cases[] = {
      {"padding", "Zg=="},
      {"left-over bits", "Zh"},
      {"left-over bits of two", "Zm9"},
      {"six bits", "Z"},
      {"six bits more", "Zm9vY"},
      {"a blank", "Zm 9"},
      {"CR", "Zm8\r"},
      {"LF", "Zm8\n"},
      {"the URL alphabet", "-_8"},
      {"not ASCII", "Zm\xc3\xa5"},
      {"NUL", {"Zm8\0", 4}},
  };
  for (const Case& c : cases) EXPECT_FALSE(base64_decode(c.text).has_value()) << c.why;
}

TEST(Hex, has_two_lower_case_digits_for_each_byte) {
  const std::string bytes("\x00\x7f\xa9\xff", 4);
  EXPECT_EQ(hex_of(bytes_of(bytes)), "007fa9ff");
  EXPECT_EQ(bytes_of_hex("007fa9ff"), bytes);
  EXPECT_EQ(bytes_of_hex(""), "");
  for (const char* const bad : {"0", "007", "0g", "g0", "FF", " 0", "0x"}) EXPECT_FALSE(bytes_of_hex(bad)) << bad;
}

TEST(Bech32, takes_the_valid_texts_of_bip_173_that_hold_whole_bytes) {
  EXPECT_TRUE(bech32_decode("A12UEL5L").has_value());
  EXPECT_TRUE(bech32_decode("a12uel5l").has_value());
  EXPECT_TRUE(
      bech32_decode("an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs"));
  EXPECT_TRUE(bech32_decode("split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w").has_value());
}

TEST(Bech32, refuses_what_bip_173_calls_invalid) {
  struct Case {
    const char* why;
    std::string_view text;
  };
  constexpr Case cases[] = {
      {"character before the prefix", " 1nwldj5"},
      {"DEL in the prefix",
       "\x7f"
       "1axkwrx"},
      {"no separator", "pzry9x0s0muk"},
      {"empty prefix", "1pzry9x0s0muk"},
      {"b is no digit", "x1b4n0q5v"},
      {"checksum too short", "li1dgmt3"},
      {"not ASCII in the checksum", "de1lg7wt\xff"},
      {"checksum of the prefix in capitals", "A1G7SGD8"},
      {"empty prefix and checksum", "10a06t8"},
      {"mixed case", "A12uEL5L"},
      {"one letter changed", "a12uel5m"},
      {"padding bits that are not zero", "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqpfwgqrs"},
      {"a digit of padding only", "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqy6p66v"},
      {"nothing", ""},
  };
  EXPECT_EQ(bech32_decode("age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z").value().bytes,
            std::string(32, '\0'));
  for (const Case& c : cases) EXPECT_FALSE(bech32_decode(c.text).has_value()) << c.why;
}

TEST(Bech32, detects_every_single_changed_letter) {
  const std::string good = test_identity().recipient().text();
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = good[at] == 'q' ? 'p' : 'q';
    const std::optional<Bech32Text> decoded = bech32_decode(bad);
    EXPECT_FALSE(decoded.has_value()) << at;
  }
}

}  // namespace
}  // namespace exportd::seal
