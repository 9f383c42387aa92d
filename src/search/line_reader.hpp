// LineReader: cuts a text into lines at LF, and at LF only: U+2028, NEL or CR end no line. Memory: one line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "search/byte_source.hpp"

namespace exportd::search {

struct Line {
  std::uint64_t number = 0;  // from 1
  std::string_view text;     // without its LF and, on line 1, without a BOM; valid until the next call
  bool too_long = false;     // more than limits::record_bytes_max: skipped, `text` is empty
};

class LineReader {
 public:
  explicit LineReader(std::unique_ptr<ByteSource>);

  // nullopt after the last line. What follows the last LF is a line unless it is nothing.
  [[nodiscard]] std::optional<Line> next();
  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }

 private:
  bool fill();
  [[nodiscard]] Line line(std::size_t from, std::size_t to);
  [[nodiscard]] std::optional<Line> skip_long_line();

  std::unique_ptr<ByteSource> source_;
  std::vector<char> buffer_;
  std::size_t at_ = 0;      // start of the next line
  std::size_t filled_ = 0;  // end of what was read
  std::uint64_t number_ = 0;
  std::uint64_t bytes_read_ = 0;
};

}  // namespace exportd::search
