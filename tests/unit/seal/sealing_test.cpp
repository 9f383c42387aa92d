#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "core/limits.hpp"
#include "seal/digest_sink.hpp"
#include "seal/header.hpp"
#include "tests/unit/seal/objects.hpp"

namespace exportd::seal {
namespace {

constexpr std::size_t chunk = limits::seal_chunk_bytes;

void write_in_steps(ByteSink& sink, std::string_view text, std::size_t step) {
  for (std::size_t at = 0; at < text.size(); at += step) sink.write(text.substr(at, step));
}

TEST(Sealing, gives_back_every_length_whatever_the_steps_it_was_written_in) {
  constexpr std::size_t lengths[] = {
      0, 1, 2, 1000, chunk - 1, chunk, chunk + 1, 2 * chunk, chunk * 2 - 1, chunk * 2 + 1, 3 * chunk + 17, 5 * chunk};
  constexpr std::size_t steps[] = {1000, chunk - 1, chunk, chunk + 1, 2 * chunk, 10 * chunk};
  for (const std::size_t length : lengths) {
    const std::string plain = sample_text(length);
    std::string first_object;
    for (const std::size_t step : steps) {
      TextSink out;
      SealingSink sink(out, {{test_identity().recipient()}}, counting_random());
      write_in_steps(sink, plain, step);
      EXPECT_FALSE(out.finished);
      sink.finish();
      EXPECT_TRUE(out.finished) << "finishing the outermost sink finishes the chain";
      const std::size_t chunks = std::max<std::size_t>(1, (length + chunk - 1) / chunk);
      EXPECT_EQ(out.text.size(), sink.header().size() + payload_nonce_bytes + length + chunks * aead_tag_bytes);
      ASSERT_EQ(open_text(out.text), plain) << length << " by " << step;
      if (first_object.empty()) first_object = out.text;
      EXPECT_EQ(out.text, first_object) << "the steps must not show";
    }
  }
}

TEST(Sealing, takes_single_bytes_and_empty_writes) {
  const std::string plain = sample_text(chunk + 3);
  TextSink out;
  SealingSink sink(out, {{test_identity().recipient()}});
  for (const char c : plain) {
    sink.write({&c, 1});
    sink.write("");
  }
  sink.finish();
  EXPECT_EQ(open_text(out.text), plain);
}

TEST(Sealing, writes_its_header_at_once_and_tells_it_with_the_file_key) {
  TextSink out;
  const SealingSink sink(out, {{test_identity().recipient()}});
  EXPECT_EQ(out.text.substr(0, sink.header().size()), sink.header());
  EXPECT_EQ(out.text.size(), sink.header().size() + payload_nonce_bytes);
  EXPECT_TRUE(header_authentic(parse_header(sink.header()), sink.header(), sink.file_key()));
}

TEST(Sealing, lets_each_of_its_recipients_open) {
  std::vector<Identity> identities;
  std::vector<Recipient> recipients;
  for (int i = 0; i < 20; ++i) {
    identities.push_back(Identity::generate());
    recipients.push_back(identities.back().recipient());
  }
  TextSink out;
  SealingSink sink(out, recipients);
  sink.write("for all");
  sink.finish();
  for (const Identity& identity : identities) EXPECT_EQ(open_text(out.text, identity), "for all");
  EXPECT_EQ(failure_code([&] { open_text(out.text, Identity::generate()); }), "seal_no_identity");
}

TEST(Sealing, needs_1_to_20_usable_recipients) {
  TextSink out;
  const std::vector<Recipient> many(21, test_identity().recipient());
  EXPECT_EQ(failure_code([&] { SealingSink(out, std::span<const Recipient>()); }), "bad_recipients");
  EXPECT_EQ(failure_code([&] { SealingSink(out, many); }), "bad_recipients");
  const std::array<std::uint8_t, 32> small_order{};
  EXPECT_EQ(failure_code([&] { SealingSink(out, {{Recipient(small_order)}}); }), "bad_recipients");
  EXPECT_EQ(out.text, "") << "nothing is written before the recipients are known to be good";
}

TEST(Sealing, uses_fresh_keys_for_every_object) {
  const Sealed first = seal_text("same");
  const Sealed second = seal_text("same");
  EXPECT_NE(to_hex(first.file_key.bytes()), to_hex(second.file_key.bytes()));
  EXPECT_NE(first.header, second.header);
}

TEST(Sealing, abandons_when_it_is_destroyed_unfinished) {
  TextSink out;
  {
    SealingSink sink(out, {{test_identity().recipient()}});
    sink.write(sample_text(3 * chunk));
  }
  EXPECT_FALSE(out.finished);
  EXPECT_EQ(failure_code([&] { open_text(out.text); }), "seal_corrupt") << "no chunk of it says that it is the last";
}

// Takes a number of writes and then fails, once.
class FailingSink final : public ByteSink {
 public:
  explicit FailingSink(int writes) : writes_(writes) {}
  void write(std::string_view) override {
    if (writes_-- == 0) throw Failure(FailureKind::ours, "disk_full", "no space");
  }
  void finish() override { finished = true; }
  bool finished = false;

 private:
  int writes_;
};

TEST(Sealing, never_finishes_what_lies_behind_it_after_a_failed_write) {
  for (const int writes : {2, 3}) {
    FailingSink out(writes);
    SealingSink sink(out, {{test_identity().recipient()}});
    EXPECT_EQ(failure_code([&] { sink.write(sample_text(4 * chunk)); }), "disk_full");
    EXPECT_EQ(failure_code([&] { sink.write("more"); }), "sink_broken");
    EXPECT_EQ(failure_code([&] { sink.finish(); }), "sink_broken");
    EXPECT_FALSE(out.finished);
  }
}

TEST(DigestSink, counts_and_hashes_what_passes) {
  TextSink out;
  DigestSink sink(out);
  sink.write("ab");
  sink.write("");
  sink.write("c");
  EXPECT_EQ(out.text, "abc");
  EXPECT_FALSE(out.finished);
  sink.finish();
  EXPECT_TRUE(out.finished);
  EXPECT_EQ(sink.bytes(), 3U);
  EXPECT_EQ(sink.sha256(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sealing, holds_for_any_text_in_any_steps) {
  EXPECT_TRUE(rc::check("open(seal(x)) = x", [] {
    // Lengths crowd around the borders of chunks, where the mistakes are.
    const auto border = *rc::gen::inRange<std::size_t>(0, 4);
    const auto beside = *rc::gen::inRange<std::size_t>(0, 40);
    const std::string plain = sample_text(border * chunk + beside);
    TextSink out;
    SealingSink sink(out, {{test_identity().recipient()}});
    for (std::size_t at = 0; at < plain.size();) {
      const auto step = *rc::gen::inRange<std::size_t>(1, 2 * chunk);
      sink.write(std::string_view(plain).substr(at, step));
      at += step;
    }
    sink.finish();
    RC_ASSERT(open_text(out.text) == plain);
  }));
}

}  // namespace
}  // namespace exportd::seal
