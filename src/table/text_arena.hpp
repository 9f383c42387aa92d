// TextArena: room for the texts that a row makes up (decoded, joined, qualified). Taken piece by piece, given back
// all at once after the row; the blocks are kept, so that a row costs no allocation.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <vector>

#include "core/limits.hpp"
#include "table/cell.hpp"

namespace exportd::table {

class TextArena {
 public:
  // `bytes` writable bytes that stay where they are until reset().
  char* take(std::size_t bytes) {
    const std::size_t needed = bytes + Cell::slack_bytes;
    while (current_ < blocks_.size() && blocks_[current_].size - used_ < needed) {
      ++current_;
      used_ = 0;
    }
    if (current_ == blocks_.size()) {
      const std::size_t size = std::max(needed, block_bytes);
      blocks_.push_back({std::make_unique<char[]>(size), size});
    }
    char* const at = blocks_[current_].bytes.get() + used_;
    used_ += needed;
    return at;
  }

  void reset() {
    current_ = 0;
    used_ = 0;
    // One giant record must not cost its memory for the rest of the export.
    if (blocks_.size() > 1) {
      std::erase_if(blocks_, [](const Block& block) { return block.size > block_bytes; });
      if (blocks_.size() > blocks_kept) blocks_.resize(blocks_kept);
    }
  }

 private:
  static constexpr std::size_t block_bytes = 64 * limits::KiB;
  static constexpr std::size_t blocks_kept = 16;

  struct Block {
    std::unique_ptr<char[]> bytes;
    std::size_t size = 0;
  };

  std::vector<Block> blocks_;
  std::size_t current_ = 0;
  std::size_t used_ = 0;
};

}  // namespace exportd::table
