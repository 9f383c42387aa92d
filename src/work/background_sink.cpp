#include "work/background_sink.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace exportd::work {

BackgroundSink::BackgroundSink(ByteSink& out) : out_(out) {
  block_.reserve(block_bytes);
  thread_ = std::thread([this] { write_all(); });
}

BackgroundSink::~BackgroundSink() {
  full_.close(OnClose::drop);
  empty_.close(OnClose::drop);
  if (thread_.joinable()) thread_.join();
}

void BackgroundSink::write(std::string_view bytes) {
  bytes_taken_ += bytes.size();
  while (!bytes.empty()) {
    const std::size_t room = block_bytes - block_.size();
    const std::string_view part = bytes.substr(0, room);
    block_.append(part);
    bytes.remove_prefix(part.size());
    if (block_.size() == block_bytes) hand_over();
  }
}

void BackgroundSink::finish() {
  if (!block_.empty()) hand_over();
  full_.close(OnClose::drain);
  rejoin();
  out_.finish();
}

void BackgroundSink::hand_over() {
  if (!full_.push(std::move(block_))) rejoin();  // the thread closed the queue: it failed
  if (blocks_made_ < blocks_ahead_max + 2) {
    ++blocks_made_;
    block_ = std::string();
    block_.reserve(block_bytes);
    return;
  }
  std::optional<std::string> block = empty_.pop();
  if (!block) rejoin();
  block_ = std::move(*block);
  block_.clear();
}

// Waits for the thread and throws what it met, if it met anything.
void BackgroundSink::rejoin() {
  if (thread_.joinable()) thread_.join();
  if (failure_) std::rethrow_exception(failure_);
}

void BackgroundSink::write_all() {
  try {
    while (std::optional<std::string> block = full_.pop()) {
      out_.write(*block);
      if (!empty_.push(std::move(*block))) return;
    }
  } catch (...) {
    failure_ = std::current_exception();
    full_.close(OnClose::drop);
    empty_.close(OnClose::drop);
  }
}

}  // namespace exportd::work
