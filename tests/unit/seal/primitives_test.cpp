// Each primitive against the published vectors of its own specification.
#include "seal/aead.hpp"
#include "seal/key_derivation.hpp"
#include "seal/sha256.hpp"
#include "seal/x25519.hpp"
#include "tests/unit/seal/objects.hpp"

namespace exportd::seal {
namespace {

TEST(X25519, agrees_with_rfc_7748_section_6_1) {
  const auto alice = secret_from_hex<32>("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
  const auto bob = secret_from_hex<32>("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
  const char* const shared = "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742";
  EXPECT_EQ(to_hex(x25519_share(alice)), "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
  EXPECT_EQ(to_hex(x25519_share(bob)), "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
  EXPECT_EQ(to_hex(x25519_shared(alice, x25519_share(bob)).value().bytes()), shared);
  EXPECT_EQ(to_hex(x25519_shared(bob, x25519_share(alice)).value().bytes()), shared);
}

TEST(X25519, gives_no_shared_secret_with_a_point_of_small_order) {
  struct Case {
    const char* why;
    const char* point;
  };
  constexpr Case cases[] = {
      {"zero", "0000000000000000000000000000000000000000000000000000000000000000"},
      {"one", "0100000000000000000000000000000000000000000000000000000000000000"},
      {"order 8", "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"},
      {"order 8, the other", "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"},
      {"p - 1", "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"},
      {"p, which is zero", "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"},
      {"p + 1, which is one", "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"},
  };
  for (const Case& c : cases) {
    const auto point = secret_from_hex<32>(c.point);
    EXPECT_FALSE(x25519_shared(test_identity().secret(), point.bytes()).has_value()) << c.why;
  }
}

TEST(Hkdf, agrees_with_rfc_5869) {
  const std::string material(22, '\x0b');
  const std::string salt = from_hex("000102030405060708090a0b0c");
  const std::string info = from_hex("f0f1f2f3f4f5f6f7f8f9");
  EXPECT_EQ(to_hex(hkdf_sha256(bytes_of(material), bytes_of(salt), info).bytes()),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf")
      << "test case 1, its first 32 bytes";
  EXPECT_EQ(to_hex(hkdf_sha256(bytes_of(material), {}, "").bytes()),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d")
      << "test case 3: no salt, no info";
}

TEST(Hmac, agrees_with_rfc_4231_test_case_2) {
  EXPECT_EQ(to_hex(hmac_sha256(bytes_of("Jefe"), "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Sha256, agrees_with_fips_180_4) {
  Sha256 empty;
  EXPECT_EQ(empty.finish_hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  Sha256 digest;
  digest.update("a");
  digest.update("");
  digest.update("bc");
  EXPECT_EQ(digest.finish_hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Aead, opens_what_was_sealed_and_nothing_else) {
  const AeadKey key(test_identity().secret());
  AeadSealer sealer(key);
  AeadOpener opener(key);
  for (const std::size_t length : {0U, 1U, 63U, 64U, 1000U}) {
    const std::string plain = sample_text(length);
    std::vector<std::uint8_t> sealed(length + aead_tag_bytes);
    sealer.seal({1}, bytes_of(plain), sealed);
    std::vector<std::uint8_t> opened(length);
    ASSERT_TRUE(opener.open({1}, sealed, opened)) << length;
    EXPECT_EQ(text_of(opened), plain);

    EXPECT_FALSE(opener.open({2}, sealed, opened)) << "another nonce";
    sealed.back() ^= 1U;
    EXPECT_FALSE(opener.open({1}, sealed, opened)) << "another tag";
    EXPECT_EQ(opened, std::vector<std::uint8_t>(length)) << "nothing unauthenticated may stay";
    sealed.back() ^= 1U;
    EXPECT_TRUE(opener.open({1}, sealed, opened)) << "a refused message does not harm the next";
  }
}

TEST(Aead, seals_and_opens_in_place) {
  const AeadKey key(test_identity().secret());
  std::vector<std::uint8_t> buffer(100 + aead_tag_bytes, 7);
  AeadSealer(key).seal({}, Bytes(buffer).first(100), buffer);
  EXPECT_NE(buffer[0], 7);
  ASSERT_TRUE(AeadOpener(key).open({}, buffer, WritableBytes(buffer).first(100)));
  EXPECT_EQ(std::vector<std::uint8_t>(buffer.begin(), buffer.begin() + 100), std::vector<std::uint8_t>(100, 7));
}

TEST(SecretBytes, are_wiped_when_their_life_ends) {
  alignas(FileKey) unsigned char memory[sizeof(FileKey)];
  FileKey* const key = new (memory) FileKey;
  std::ranges::fill(key->writable(), std::uint8_t{0xa5});
  const volatile unsigned char* const seen = memory;
  ASSERT_EQ(seen[0], 0xa5);
  key->~FileKey();
  for (std::size_t i = 0; i < sizeof memory; ++i) EXPECT_EQ(seen[i], 0);
}

}  // namespace
}  // namespace exportd::seal
