// Whatever is done to a sealed object, nothing but the sealed text ever comes out of it.
#include <gtest/gtest.h>

#include "core/limits.hpp"
#include "tests/unit/seal/objects.hpp"

namespace exportd::seal {
namespace {

constexpr std::size_t chunk = limits::seal_chunk_bytes;

// Opened to the end, with the identity and with the file key; both must refuse.
void expect_refused(const Sealed& sealed, const std::string& object, const std::string& why) {
  EXPECT_NE(failure_code([&] { open_text(object); }), "none") << why;
  TextObject changed(object);
  EXPECT_NE(failure_code([&] { static_cast<void>(verify_object(changed, sealed.file_key, sealed.header, {})); }),
            "none")
      << why;
}

std::size_t payload_at(const Sealed& sealed) {
  return sealed.header.size() + payload_nonce_bytes;
}

TEST(Tampering, with_any_bit_of_a_small_object_is_noticed) {
  const Sealed sealed = seal_text("sampleId,material\n");
  for (std::size_t at = 0; at < sealed.object.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string object = sealed.object;
      object[at] = static_cast<char>(object[at] ^ (1 << bit));
      expect_refused(sealed, object, "byte " + std::to_string(at) + " bit " + std::to_string(bit));
    }
  }
}

TEST(Tampering, with_sampled_bytes_of_a_large_object_is_noticed) {
  const Sealed sealed = seal_text(sample_text(3 * chunk + 100));
  for (std::size_t at = payload_at(sealed); at < sealed.object.size(); at += 1987) {
    std::string object = sealed.object;
    object[at] = static_cast<char>(object[at] ^ 0x10);
    expect_refused(sealed, object, "byte " + std::to_string(at));
  }
}

TEST(Tampering, by_cutting_a_small_object_anywhere_is_noticed) {
  const Sealed sealed = seal_text("sampleId,material\n");
  for (std::size_t bytes = 0; bytes < sealed.object.size(); ++bytes) {
    expect_refused(sealed, sealed.object.substr(0, bytes), "cut to " + std::to_string(bytes));
  }
}

TEST(Tampering, by_cutting_a_large_object_around_its_chunks_is_noticed) {
  for (const std::size_t length : {2 * chunk, 2 * chunk + 1, 3 * chunk - 1}) {
    const Sealed sealed = seal_text(sample_text(length));
    for (const std::size_t chunks : {0U, 1U, 2U, 3U}) {
      for (int beside = -18; beside <= 18; ++beside) {
        const std::size_t bytes =
            static_cast<std::size_t>(static_cast<long>(payload_at(sealed) + chunks * sealed_chunk_bytes) + beside);
        if (bytes >= sealed.object.size()) continue;
        expect_refused(sealed, sealed.object.substr(0, bytes),
                       std::to_string(chunks) + " chunks and " + std::to_string(beside));
      }
    }
  }
}

TEST(Tampering, by_moving_dropping_or_repeating_chunks_is_noticed) {
  const Sealed sealed = seal_text(sample_text(3 * chunk + 50));
  const std::string head = sealed.object.substr(0, payload_at(sealed));
  std::vector<std::string> c;
  for (std::size_t at = head.size(); at < sealed.object.size(); at += sealed_chunk_bytes) {
    c.push_back(sealed.object.substr(at, sealed_chunk_bytes));
  }
  ASSERT_EQ(c.size(), 4U);
  ASSERT_EQ(head + c[0] + c[1] + c[2] + c[3], sealed.object);
  struct Case {
    const char* why;
    std::string payload;
  };
  const Case cases[] = {
      {"two swapped", c[1] + c[0] + c[2] + c[3]},
      {"the last two swapped", c[0] + c[1] + c[3] + c[2]},
      {"the first dropped", c[1] + c[2] + c[3]},
      {"one dropped in the middle", c[0] + c[2] + c[3]},
      {"the last dropped", c[0] + c[1] + c[2]},
      {"one repeated", c[0] + c[1] + c[1] + c[2] + c[3]},
      {"the last repeated", c[0] + c[1] + c[2] + c[3] + c[3]},
      {"one in place of another", c[0] + c[0] + c[2] + c[3]},
      {"only the last", c[3]},
      {"none", ""},
  };
  for (const Case& each : cases) expect_refused(sealed, head + each.payload, each.why);
}

TEST(Tampering, by_adding_anything_behind_the_end_is_noticed) {
  for (const std::size_t length : {std::size_t{0}, std::size_t{10}, chunk - 1, chunk, 2 * chunk}) {
    const Sealed sealed = seal_text(sample_text(length));
    const std::string last = sealed.object.substr(payload_at(sealed) + (length < chunk ? 0 : sealed_chunk_bytes));
    for (const std::size_t more :
         {std::size_t{1}, std::size_t{15}, std::size_t{16}, std::size_t{17}, chunk, chunk + 16}) {
      expect_refused(sealed, sealed.object + std::string(more, '\0'), std::to_string(more) + " more");
    }
    expect_refused(sealed, sealed.object + sealed.object, "itself");
    if (!last.empty()) expect_refused(sealed, sealed.object + last, "its own end");
  }
}

TEST(Tampering, by_mixing_two_objects_of_one_text_is_noticed) {
  const Sealed first = seal_text(sample_text(chunk + 1));
  const Sealed second = seal_text(sample_text(chunk + 1));
  const std::size_t border = payload_at(first) + sealed_chunk_bytes;
  expect_refused(first, first.object.substr(0, border) + second.object.substr(border), "the end of another");
  expect_refused(first, first.header + second.object.substr(second.header.size()), "the payload of another");
}

// Seals chunks as told, with the right keys: what somebody with the file key but a broken writer would make.
std::string sealed_by_hand(const Sealed& sealed, const std::vector<std::pair<std::string, Last>>& chunks) {
  const std::string head = sealed.object.substr(0, payload_at(sealed));
  PayloadNonce nonce{};
  std::ranges::copy(bytes_of(head).last(payload_nonce_bytes), nonce.begin());
  AeadSealer sealer(payload_key(sealed.file_key, nonce));
  std::string object = head;
  for (std::uint64_t i = 0; i < chunks.size(); ++i) {
    std::vector<std::uint8_t> bytes(chunks[i].first.size() + aead_tag_bytes);
    sealer.seal(chunk_nonce(i, chunks[i].second), bytes_of(chunks[i].first), bytes);
    object += text_of(bytes);
  }
  return object;
}

TEST(Tampering, with_the_rules_of_the_stream_is_noticed_even_under_the_right_key) {
  const Sealed sealed = seal_text("x");
  const std::string full = sample_text(chunk);
  ASSERT_EQ(open_text(sealed_by_hand(sealed, {{full, Last::no}, {"end", Last::yes}})), full + "end")
      << "the hand works";
  struct Case {
    const char* why;
    std::vector<std::pair<std::string, Last>> chunks;
  };
  const Case cases[] = {
      {"an empty last chunk behind a full one", {{full, Last::no}, {"", Last::yes}}},
      {"no last chunk", {{full, Last::no}}},
      {"no last chunk, short", {{"short", Last::no}}},
      {"two last chunks", {{full, Last::yes}, {"end", Last::yes}}},
      {"the last one not the last", {{full, Last::yes}, {"end", Last::no}}},
      {"a short chunk inside", {{"short", Last::no}, {"end", Last::yes}}},
      {"more than 64 KiB in one", {{full + "x", Last::yes}}},
  };
  for (const Case& c : cases) expect_refused(sealed, sealed_by_hand(sealed, c.chunks), c.why);
}

TEST(Tampering, with_one_chunk_leaves_the_others_readable_and_gives_no_byte_of_it) {
  const std::string plain = sample_text(3 * chunk);
  const Sealed sealed = seal_text(plain);
  std::string object = sealed.object;
  object[payload_at(sealed) + sealed_chunk_bytes + 9] ^= 1;  // in the second chunk
  TextObject changed(object);
  OpeningReader reader(changed, {{test_identity()}});
  std::string text(chunk, '?');
  EXPECT_EQ(reader.read_at(0, text), chunk);
  EXPECT_EQ(text, plain.substr(0, chunk));
  std::string few(10, '?');
  EXPECT_EQ(failure_code([&] { reader.read_at(chunk, few); }), "seal_corrupt");
  EXPECT_EQ(few, std::string(10, '?'));
  EXPECT_EQ(failure_code([&] { reader.read_at(chunk, few); }), "seal_corrupt") << "again, not from the cache";
  EXPECT_EQ(reader.read_at(0, text), chunk);
  EXPECT_EQ(text, plain.substr(0, chunk)) << "the chunk that was read before it";
  EXPECT_EQ(reader.read_at(2 * chunk, few), 10U);
  EXPECT_EQ(few, plain.substr(2 * chunk, 10));
}

// Its length shrinks between one read and the next.
class ShrinkingObject final : public ObjectReader {
 public:
  explicit ShrinkingObject(std::string bytes) : bytes_(std::move(bytes)), size_(bytes_.size()) {}
  [[nodiscard]] std::uint64_t size() const override { return size_; }
  std::size_t read_at(std::uint64_t offset, std::span<char> into) override {
    return offset < bytes_.size() ? bytes_.copy(into.data(), into.size(), static_cast<std::size_t>(offset)) : 0;
  }
  void cut(std::size_t bytes) { bytes_.resize(bytes); }

 private:
  std::string bytes_;
  std::uint64_t size_;
};

TEST(Tampering, while_it_is_being_read_is_noticed) {
  ShrinkingObject object(seal_text(sample_text(2 * chunk)).object);
  OpeningReader reader(object, {{test_identity()}});
  object.cut(1000);
  std::string text(10, '?');
  EXPECT_EQ(failure_code([&] { reader.read_at(0, text); }), "seal_corrupt");
}

}  // namespace
}  // namespace exportd::seal
