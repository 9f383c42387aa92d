#include "search/line_reader.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/limits.hpp"

namespace exportd::search {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t read_bytes = 256 * limits::KiB;
// A BOM may stand before the longest line.
constexpr std::size_t line_bytes_max = limits::record_bytes_max + byte_order_mark.size();

}  // namespace

LineReader::LineReader(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

// Reads more behind what is there. False: the source is at its end.
bool LineReader::fill() {
  if (at_ > 0) {
    std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(at_),
              buffer_.begin() + static_cast<std::ptrdiff_t>(filled_), buffer_.begin());
    filled_ -= at_;
    at_ = 0;
  }
  if (buffer_.size() < filled_ + read_bytes) buffer_.resize(std::max(filled_ + read_bytes, buffer_.size() * 2));
  const std::size_t got = source_->read(std::span(buffer_).subspan(filled_));
  filled_ += got;
  bytes_read_ += got;
  return got > 0;
}

std::optional<Line> LineReader::next() {
  std::size_t searched = 0;  // bytes of the line that hold no LF
  while (true) {
    const char* from = buffer_.data() + at_ + searched;
    const std::size_t size = filled_ - at_ - searched;
    const void* found = size == 0 ? nullptr : std::memchr(from, '\n', size);
    if (found != nullptr) {
      const auto end = static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.data());
      return line(at_, end);
    }
    searched = filled_ - at_;
    if (searched > line_bytes_max) return skip_long_line();
    if (fill()) continue;
    if (searched == 0) return std::nullopt;
    return line(at_, filled_);
  }
}

Line LineReader::line(std::size_t from, std::size_t to) {
  at_ = std::min(to + 1, filled_);
  ++number_;
  std::string_view text(buffer_.data() + from, to - from);
  if (number_ == 1 && text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  if (text.size() > limits::record_bytes_max) return {number_, {}, true};
  return {number_, text, false};
}

std::optional<Line> LineReader::skip_long_line() {
  ++number_;
  while (true) {
    const char* from = buffer_.data() + at_;
    const void* found = filled_ == at_ ? nullptr : std::memchr(from, '\n', filled_ - at_);
    if (found != nullptr) {
      at_ = static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.data()) + 1;
      break;
    }
    at_ = filled_;
    if (!fill()) break;
  }
  return Line{number_, {}, true};
}

}  // namespace exportd::search
