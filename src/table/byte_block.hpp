// ByteBlock: the file's bytes, gathered to blocks before they go to the sink.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

#include "core/limits.hpp"
#include "core/ports.hpp"
#include "table/cell.hpp"

namespace exportd::table {

class ByteBlock {
 public:
  static constexpr std::size_t block_bytes = 256 * limits::KiB;

  explicit ByteBlock(ByteSink& out)
      : out_(out), bytes_(std::make_unique<char[]>(block_bytes)), at_(bytes_.get()), end_(at_ + block_bytes) {}

  // Where `bytes` (at most a block) can be written; advance() says how far they were.
  [[nodiscard]] char* room(std::size_t bytes) {
    if (static_cast<std::size_t>(end_ - at_) < bytes) flush();
    return at_;
  }
  void advance(char* to) { at_ = to; }
  // Whether so much fits behind `to` as well, which room() gave or some bytes behind it.
  [[nodiscard]] bool fits(const char* to, std::size_t bytes) const {
    return static_cast<std::size_t>(end_ - to) >= bytes;
  }

  void put(char c) {
    *room(1) = c;
    ++at_;
  }
  void append(std::string_view bytes) {
    if (bytes.size() > block_bytes) {
      flush();
      out_.write(bytes);
      return;
    }
    if (bytes.empty()) return;
    std::memcpy(room(bytes.size()), bytes.data(), bytes.size());
    at_ += bytes.size();
  }
  // One cell's bytes as they are.
  void append(const Cell& cell) {
    if (cell.bytes > Cell::slack_bytes) return append(cell.view());
    std::memcpy(room(Cell::slack_bytes), cell.at, Cell::slack_bytes);
    at_ += cell.bytes;
  }
  void fill(char c, std::size_t count) {
    while (count != 0) {
      const std::size_t now = count < block_bytes ? count : block_bytes;
      std::memset(room(now), c, now);
      at_ += now;
      count -= now;
    }
  }
  void flush() {
    if (at_ == bytes_.get()) return;
    out_.write({bytes_.get(), static_cast<std::size_t>(at_ - bytes_.get())});
    at_ = bytes_.get();
  }

 private:
  ByteSink& out_;
  std::unique_ptr<char[]> bytes_;
  char* at_;
  char* end_;
};

}  // namespace exportd::table
