#include "work/background_sink.hpp"

#include <gtest/gtest.h>

#include <string>

#include "core/failure.hpp"

namespace exportd::work {
namespace {

// Keeps what it gets; throws once it would hold more than `bytes_max`.
class KeepingSink final : public ByteSink {
 public:
  explicit KeepingSink(std::size_t bytes_max = SIZE_MAX) : bytes_max_(bytes_max) {}

  void write(std::string_view bytes) override {
    if (kept_.size() + bytes.size() > bytes_max_) throw Failure(FailureKind::ours, "disk_full", "no room");
    kept_ += bytes;
  }
  void finish() override { finished_ = true; }

  [[nodiscard]] const std::string& kept() const { return kept_; }
  [[nodiscard]] bool finished() const { return finished_; }

 private:
  std::size_t bytes_max_;
  std::string kept_;
  bool finished_ = false;
};

std::string counting_text(std::size_t bytes) {
  std::string text;
  for (std::size_t n = 0; text.size() < bytes; ++n) text += std::to_string(n) + ',';
  text.resize(bytes);
  return text;
}

TEST(BackgroundSink, passes_every_byte_on_in_order_whatever_the_sizes_of_the_writes) {
  for (const std::size_t total :
       {std::size_t{0}, std::size_t{1}, BackgroundSink::block_bytes - 1, BackgroundSink::block_bytes,
        BackgroundSink::block_bytes + 1, 20 * BackgroundSink::block_bytes + 17}) {
    for (const std::size_t step : {std::size_t{7'919}, BackgroundSink::block_bytes, 3 * BackgroundSink::block_bytes}) {
      const std::string text = counting_text(total);
      KeepingSink kept;
      BackgroundSink sink(kept);
      for (std::size_t at = 0; at < total; at += step) sink.write(std::string_view(text).substr(at, step));
      EXPECT_FALSE(kept.finished()) << "before finish() nothing counts";
      sink.finish();
      EXPECT_TRUE(kept.finished());
      EXPECT_EQ(sink.bytes_taken(), total);
      EXPECT_TRUE(kept.kept() == text) << total << " bytes in steps of " << step;
    }
  }
}

TEST(BackgroundSink, tells_the_writer_what_went_wrong_behind_it) {
  const std::string block(BackgroundSink::block_bytes, 'x');
  KeepingSink small(3 * block.size());
  BackgroundSink sink(small);
  const auto write_much = [&] {
    for (int n = 0; n < 100; ++n) sink.write(block);
    sink.finish();
  };
  EXPECT_THROW(write_much(), Failure);
  EXPECT_FALSE(small.finished());
}

TEST(BackgroundSink, tells_at_the_end_what_went_wrong_in_the_last_block) {
  KeepingSink small(10);
  BackgroundSink sink(small);
  sink.write("more than ten bytes");
  EXPECT_THROW(sink.finish(), Failure);
  EXPECT_FALSE(small.finished());
}

TEST(BackgroundSink, left_early_finishes_nothing) {
  KeepingSink kept;
  {
    BackgroundSink sink(kept);
    sink.write(counting_text(5 * BackgroundSink::block_bytes));
  }
  EXPECT_FALSE(kept.finished());
}

}  // namespace
}  // namespace exportd::work
