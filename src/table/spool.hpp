// Spool: rows that wait for their columns to be known. In memory at first, then sealed on the disk; read back once,
// in order, in the blocks they were gathered to. A row never straddles two blocks.
#pragma once

#include <cstddef>
#include <deque>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "core/limits.hpp"
#include "table/sealed_file.hpp"

namespace exportd::table {

class Spool {
 public:
  explicit Spool(std::filesystem::path work_dir, std::size_t memory_bytes_max = limits::spool_memory_bytes_max)
      : work_dir_(std::move(work_dir)), memory_bytes_max_(memory_bytes_max) {}

  // Failure as of SealedFile, whose file is made only when memory is used up.
  void append(std::string_view row);

  // The next block's rows, valid until the next call, Cell::slack_bytes readable behind them; empty behind the last
  // one. Nothing can be appended once this was called.
  [[nodiscard]] std::string_view next();

  [[nodiscard]] bool on_disk() const { return file_.has_value(); }

 private:
  static constexpr std::size_t block_bytes = limits::MiB;

  void put_away();

  std::filesystem::path work_dir_;
  std::size_t memory_bytes_max_;
  std::vector<char> open_;                // the block being gathered
  std::deque<std::vector<char>> memory_;  // full ones, each with slack behind
  std::size_t memory_bytes_ = 0;
  std::optional<SealedFile> file_;
  std::size_t blocks_read_ = 0;  // of the file
  std::vector<char> block_;      // being read
};

}  // namespace exportd::table
