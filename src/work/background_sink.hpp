// BackgroundSink: a ByteSink that does the next sink's work on a thread of its own, so that compressing, sealing and
// storing one block overlaps with making the next. Holds at most blocks_ahead_max blocks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <thread>

#include "core/limits.hpp"
#include "core/ports.hpp"
#include "work/bounded_queue.hpp"

namespace exportd::work {

class BackgroundSink final : public ByteSink {
 public:
  static constexpr std::size_t block_bytes = 512 * limits::KiB;
  static constexpr std::size_t blocks_ahead_max = 4;

  // `out` is used by the thread alone until finish() returns or this object is destroyed.
  explicit BackgroundSink(ByteSink& out);
  ~BackgroundSink() override;

  BackgroundSink(const BackgroundSink&) = delete;
  BackgroundSink& operator=(const BackgroundSink&) = delete;

  // Throws what an earlier block's writing threw.
  void write(std::string_view bytes) override;
  // Waits until all is written, then finishes `out`.
  void finish() override;

  [[nodiscard]] std::uint64_t bytes_taken() const { return bytes_taken_; }

 private:
  void write_all();
  void hand_over();
  void rejoin();

  ByteSink& out_;
  BoundedQueue<std::string> full_{blocks_ahead_max};
  BoundedQueue<std::string> empty_{blocks_ahead_max + 2};  // blocks go round: no allocation once all are made
  std::string block_;
  std::size_t blocks_made_ = 1;
  std::uint64_t bytes_taken_ = 0;
  std::exception_ptr failure_;  // written before full_ is closed by the thread, read after joining it
  std::thread thread_;
};

}  // namespace exportd::work
