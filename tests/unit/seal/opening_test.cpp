// Reading a sealed object from anywhere.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "core/limits.hpp"
#include "seal/digest_sink.hpp"
#include "tests/unit/seal/objects.hpp"

namespace exportd::seal {
namespace {

constexpr std::size_t chunk = limits::seal_chunk_bytes;

std::string read_range(ObjectReader& reader, std::uint64_t offset, std::size_t bytes) {
  std::string text(bytes, '?');
  text.resize(reader.read_at(offset, text));
  return text;
}

TEST(Opening, reads_from_every_border_over_every_border) {
  for (const std::size_t length : {std::size_t{0}, std::size_t{1}, chunk, chunk + 1, 3 * chunk - 1, 3 * chunk}) {
    const std::string plain = sample_text(length);
    TextObject object(seal_text(plain).object);
    OpeningReader reader(object, {{test_identity()}});
    ASSERT_EQ(reader.size(), length);
    for (const std::size_t border : {std::size_t{0}, chunk, 2 * chunk, 3 * chunk}) {
      for (const std::size_t around : {0U, 1U, 2U, 3U}) {
        const std::size_t offset = border + around < 2 ? 0 : border + around - 2;
        for (const std::size_t bytes : {std::size_t{0}, std::size_t{1}, std::size_t{3}, chunk, 2 * chunk + 2}) {
          const std::string want = offset < length ? plain.substr(offset, bytes) : "";
          ASSERT_EQ(read_range(reader, offset, bytes), want) << length << " from " << offset << ", " << bytes;
        }
      }
    }
    EXPECT_EQ(read_range(reader, ~std::uint64_t{0}, 10), "") << "far beyond the end";
  }
}

TEST(Opening, needs_no_identity_with_the_file_key_and_the_header) {
  const Sealed sealed = seal_text(sample_text(chunk + 5));
  TextObject object(sealed.object);
  OpeningReader reader(object, sealed.file_key, sealed.header);
  EXPECT_EQ(read_all(reader), sample_text(chunk + 5));
}

TEST(Opening, takes_no_other_header_than_the_expected_one) {
  const Sealed sealed = seal_text("text");
  const Sealed other = seal_text("text");
  const auto code = [](const std::string& bytes, const FileKey& key, const std::string& header) {
    TextObject object(bytes);
    return failure_code([&] { OpeningReader(object, key, header); });
  };
  EXPECT_EQ(code(sealed.object, sealed.file_key, sealed.header), "none");
  EXPECT_EQ(code(other.object, sealed.file_key, sealed.header), "seal_header_invalid") << "another object";
  EXPECT_EQ(code(sealed.object, other.file_key, sealed.header), "seal_header_invalid") << "another key";
  EXPECT_EQ(code(sealed.header.substr(0, 50), sealed.file_key, sealed.header), "seal_header_invalid") << "cut short";
  EXPECT_EQ(code(sealed.object, sealed.file_key, ""), "seal_header_invalid");
  EXPECT_EQ(code(sealed.object, sealed.file_key, sealed.header.substr(0, 50)), "seal_header_invalid");
  EXPECT_EQ(code(sealed.object, sealed.file_key, sealed.object), "seal_header_invalid") << "more than a header";
  EXPECT_EQ(code(sealed.object, sealed.file_key, std::string(100'000, 'x')), "seal_header_invalid");
}

TEST(Opening, tries_all_identities) {
  const Sealed sealed = seal_text("text");
  TextObject object(sealed.object);
  const std::vector<Identity> ring{Identity::generate(), test_identity(), Identity::generate()};
  OpeningReader reader(object, ring);
  EXPECT_EQ(read_all(reader), "text");
  EXPECT_EQ(failure_code([&] { OpeningReader(object, std::span<const Identity>()); }), "seal_no_identity");
}

TEST(Opening, reads_any_range_as_the_plain_text_has_it) {
  const std::string plain = sample_text(3 * chunk + 100);
  TextObject object(seal_text(plain).object);
  OpeningReader reader(object, {{test_identity()}});
  EXPECT_TRUE(rc::check("read_at(offset, bytes) = plain.substr(offset, bytes)", [&] {
    const auto offset = *rc::gen::inRange<std::size_t>(0, plain.size() + 10);
    const auto bytes = *rc::gen::inRange<std::size_t>(0, 2 * chunk);
    RC_ASSERT(read_range(reader, offset, bytes) == (offset < plain.size() ? plain.substr(offset, bytes) : ""));
  }));
}

TEST(Verifying, counts_and_hashes_the_plain_bytes) {
  for (const std::size_t length : {std::size_t{0}, std::size_t{1}, chunk, 3 * chunk + 1}) {
    const std::string plain = sample_text(length);
    const Sealed sealed = seal_text(plain);
    TextObject object(sealed.object);
    const Verified verified = verify_object(object, sealed.file_key, sealed.header, {});
    Sha256 digest;
    digest.update(plain);
    EXPECT_EQ(verified.plain_bytes, length);
    EXPECT_EQ(verified.sha256, digest.finish_hex());
  }
}

TEST(Verifying, stops_when_asked_to) {
  const Sealed sealed = seal_text("text");
  TextObject object(sealed.object);
  std::stop_source source;
  source.request_stop();
  try {
    static_cast<void>(verify_object(object, sealed.file_key, sealed.header, source.get_token()));
    FAIL() << "it was asked to stop";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.kind(), FailureKind::cancel);
  }
}

TEST(Copying, writes_all_plain_bytes_and_leaves_finishing_to_its_caller) {
  const std::string plain = sample_text(2 * chunk + 9);
  TextObject object(seal_text(plain).object);
  OpeningReader reader(object, {{test_identity()}});
  TextSink out;
  EXPECT_EQ(copy_plain(reader, out, {}), plain.size());
  EXPECT_EQ(out.text, plain);
  EXPECT_FALSE(out.finished);
}

}  // namespace
}  // namespace exportd::seal
