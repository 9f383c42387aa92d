// S3Reader: an object of a bucket, open for reading from any offset by any thread. Reads ahead, further the longer it
// is read in one go, so that a download asks seldom and a look at the header brings little.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "core/limits.hpp"
#include "core/ports.hpp"
#include "files/s3_bucket.hpp"

namespace exportd::files {

constexpr std::size_t read_bytes_first = 256 * limits::KiB;
constexpr std::size_t read_bytes_max = 8 * limits::MiB;

// What all readers of a store may hold beyond read_bytes_first each: a thousand downloads at once fit into memory, and
// a few are fast.
class ReadAhead {
 public:
  static constexpr std::size_t bytes_max = 128 * limits::MiB;

  // How many bytes of `wanted` may be held; 0: none. All that was taken is given back.
  [[nodiscard]] std::size_t take(std::size_t wanted);
  void give_back(std::size_t taken) { held_ -= taken; }

 private:
  std::atomic<std::size_t> held_{0};
};

class S3Reader final : public ObjectReader {
 public:
  // The bucket outlives its readers.
  S3Reader(S3Bucket& bucket, std::shared_ptr<ReadAhead> read_ahead, std::string key, S3Head head);
  ~S3Reader() override;
  S3Reader(const S3Reader&) = delete;
  S3Reader& operator=(const S3Reader&) = delete;

  [[nodiscard]] std::uint64_t size() const override { return head_.bytes; }
  // Failure ours "store_error" once the object is another one, or gone; never fewer bytes than it had.
  std::size_t read_at(std::uint64_t offset, std::span<char> into) override;

 private:
  struct Block {
    std::uint64_t offset = 0;
    std::vector<char> bytes;
    std::size_t taken = 0;  // from the ReadAhead
    [[nodiscard]] std::uint64_t end() const { return offset + bytes.size(); }
    [[nodiscard]] bool holds(std::uint64_t at) const { return at >= offset && at < end(); }
  };

  Block& block_at(std::uint64_t offset);
  void drop(Block& block);

  S3Bucket& bucket_;
  const std::shared_ptr<ReadAhead> read_ahead_;
  const std::string key_;
  const S3Head head_;
  std::mutex mutex_;  // guards what follows
  // The end of a sealed object is looked at before its middle is read: one block stays where it was meanwhile.
  std::array<Block, 2> blocks_;
  std::size_t newest_ = 0;
};

}  // namespace exportd::files
