#include "table/gzip_sink.hpp"

#include <algorithm>
#include <cassert>
#include <limits>

#include "core/failure.hpp"

namespace exportd::table {
namespace {

constexpr int window_bits = 15 + 16;  // the largest window, with gzip's frame
constexpr int memory_level = 8;
constexpr int os_unknown = 255;

[[noreturn]] void fail(const char* doing) {
  throw Failure(FailureKind::ours, "compression_failed", "the file could not be compressed: try again", doing);
}

}  // namespace

GzipSink::GzipSink(ByteSink& next) : next_(next) {
  if (deflateInit2(&stream_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window_bits, memory_level, Z_DEFAULT_STRATEGY) !=
      Z_OK) {
    fail("deflateInit2");
  }
  header_.os = os_unknown;  // no name, no time: all else stays 0
  if (deflateSetHeader(&stream_, &header_) != Z_OK) fail("deflateSetHeader");
}

GzipSink::~GzipSink() {
  deflateEnd(&stream_);
}

void GzipSink::write(std::string_view bytes) {
  assert(!finished_);
  while (!bytes.empty()) {
    const std::size_t now = std::min<std::size_t>(bytes.size(), std::numeric_limits<uInt>::max());
    // zlib takes its input by a pointer to bytes that it does not change.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(now);
    deflate_all(Z_NO_FLUSH);
    bytes.remove_prefix(now);
  }
}

void GzipSink::finish() {
  assert(!finished_);
  deflate_all(Z_FINISH);
  finished_ = true;
  next_.finish();
}

void GzipSink::deflate_all(int flush) {
  do {
    stream_.next_out = out_.data();
    stream_.avail_out = static_cast<uInt>(out_.size());
    if (deflate(&stream_, flush) == Z_STREAM_ERROR) fail("deflate");
    const std::size_t made = out_.size() - stream_.avail_out;
    if (made != 0) next_.write({reinterpret_cast<const char*>(out_.data()), made});
  } while (stream_.avail_out == 0);
  if (stream_.avail_in != 0) fail("deflate left input over");
}

}  // namespace exportd::table
