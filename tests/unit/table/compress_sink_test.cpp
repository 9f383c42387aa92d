// Compression: one member or frame, the same bytes every time, opened by the formats' own libraries.
#include <gtest/gtest.h>

#include <zlib.h>
#include <zstd.h>

#include "table/compress_sink.hpp"
#include "tests/unit/table/exporting.hpp"

namespace exportd::table::testing {
namespace {

std::string compressed(Compression compression, const std::string& text, std::size_t step) {
  StringSink out;
  const auto sink = make_compress_sink(compression, out);
  for (std::size_t at = 0; at < text.size(); at += step) sink->write(std::string_view(text).substr(at, step));
  sink->finish();
  EXPECT_TRUE(out.finished);
  return out.text;
}

// Fails unless `bytes` is exactly one gzip member.
std::string gunzip(const std::string& bytes, std::size_t size) {
  std::string text(size + 1, '\0');
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  EXPECT_EQ(stream.avail_in, 0U);
  text.resize(stream.total_out);
  inflateEnd(&stream);
  return text;
}

std::string unzstd(const std::string& bytes, std::size_t size) {
  EXPECT_EQ(ZSTD_findFrameCompressedSize(bytes.data(), bytes.size()), bytes.size()) << "not exactly one frame";
  std::string text(size + 1, '\0');
  text.resize(ZSTD_decompress(text.data(), text.size(), bytes.data(), bytes.size()));
  return text;
}

std::string some_text(std::size_t bytes) {
  std::string text;
  for (std::uint32_t noise = 1; text.size() < bytes; noise = noise * 1664525 + 1013904223) {
    text += std::to_string(noise >> 12) + ',';
  }
  text.resize(bytes);
  return text;
}

TEST(CompressSink, what_goes_in_comes_out) {
  for (const std::size_t bytes : {std::size_t{0}, std::size_t{1}, std::size_t{65'536}, std::size_t{1'000'003}}) {
    const std::string text = some_text(bytes);
    for (const std::size_t step : {std::size_t{1'000}, std::size_t{262'144}, std::size_t{4'000'000}}) {
      EXPECT_TRUE(gunzip(compressed(Compression::gzip, text, step), bytes) == text) << bytes << " by " << step;
      EXPECT_TRUE(unzstd(compressed(Compression::zstd, text, step), bytes) == text) << bytes << " by " << step;
    }
  }
}

TEST(CompressSink, gzip_says_neither_name_nor_time_nor_system) {
  const std::string bytes = compressed(Compression::gzip, "a,b\r\n", 5);
  EXPECT_EQ(bytes.substr(0, 10), std::string("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff", 10));
}

TEST(CompressSink, the_same_bytes_in_give_the_same_bytes_out) {
  const std::string text = some_text(300'000);
  for (const Compression compression : {Compression::gzip, Compression::zstd}) {
    EXPECT_TRUE(compressed(compression, text, 10'000) == compressed(compression, text, 10'000));
  }
}

TEST(CompressSink, an_abandoned_one_finishes_nothing) {
  for (const Compression compression : {Compression::gzip, Compression::zstd}) {
    StringSink out;
    make_compress_sink(compression, out)->write(some_text(100'000));
    EXPECT_FALSE(out.finished);
  }
}

}  // namespace
}  // namespace exportd::table::testing
