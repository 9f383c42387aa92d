#include "files/s3_reader.hpp"

#include <algorithm>
#include <utility>

namespace exportd::files {

std::size_t ReadAhead::take(std::size_t wanted) {
  std::size_t held = held_.load();
  while (held < bytes_max) {
    const std::size_t taken = std::min(wanted, bytes_max - held);
    if (held_.compare_exchange_weak(held, held + taken)) return taken;
  }
  return 0;
}

S3Reader::S3Reader(S3Bucket& bucket, std::shared_ptr<ReadAhead> read_ahead, std::string key, S3Head head)
    : bucket_(bucket), read_ahead_(std::move(read_ahead)), key_(std::move(key)), head_(std::move(head)) {}

S3Reader::~S3Reader() {
  for (Block& block : blocks_) drop(block);
}

std::size_t S3Reader::read_at(std::uint64_t offset, std::span<char> into) {
  if (offset >= head_.bytes) return 0;
  into = into.first(static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), head_.bytes - offset)));
  const std::lock_guard lock(mutex_);
  std::size_t given = 0;
  while (given < into.size()) {
    const Block& block = block_at(offset + given);
    const auto within = static_cast<std::size_t>(offset + given - block.offset);
    const std::size_t taken = std::min(into.size() - given, block.bytes.size() - within);
    std::copy_n(block.bytes.begin() + static_cast<std::ptrdiff_t>(within), taken,
                into.begin() + static_cast<std::ptrdiff_t>(given));
    given += taken;
  }
  return given;
}

// The block that holds the byte, which is one of the object's. Twice as long as the one that it follows on.
S3Reader::Block& S3Reader::block_at(std::uint64_t offset) {
  for (Block& block : blocks_) {
    if (block.holds(offset)) return block;
  }
  const auto before =
      std::ranges::find_if(blocks_, [&](const Block& block) { return !block.bytes.empty() && block.end() == offset; });
  const bool goes_on = before != blocks_.end();
  const std::size_t wanted = goes_on ? std::min(2 * before->bytes.size(), read_bytes_max) : read_bytes_first;
  Block& block = goes_on ? *before : blocks_[1 - newest_];
  newest_ = static_cast<std::size_t>(&block - blocks_.data());
  drop(block);
  block.taken = wanted > read_bytes_first ? read_ahead_->take(wanted - read_bytes_first) : 0;
  const std::uint64_t bytes = std::min<std::uint64_t>(read_bytes_first + block.taken, head_.bytes - offset);
  block.offset = offset;
  block.bytes = bucket_.read(key_, head_.etag, offset, static_cast<std::size_t>(bytes));
  return block;
}

void S3Reader::drop(Block& block) {
  read_ahead_->give_back(std::exchange(block.taken, 0));
  block.bytes = {};
}

}  // namespace exportd::files
