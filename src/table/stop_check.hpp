// StopCheck: the stop token, looked at between blocks of rows.
#pragma once

#include <cstdint>
#include <stop_token>

#include "core/failure.hpp"

namespace exportd::table {

inline void throw_if_stopped(const std::stop_token& stop) {
  if (stop.stop_requested())
    throw Failure(FailureKind::cancel, "cancelled", "export: cancelled on request: nothing was kept");
}

class StopCheck {
 public:
  explicit StopCheck(const std::stop_token& stop) : stop_(stop) {}
  void row() {
    if (rows_++ % rows_per_block == 0) throw_if_stopped(stop_);
  }

 private:
  static constexpr std::uint64_t rows_per_block = 64;

  const std::stop_token& stop_;
  std::uint64_t rows_ = 0;
};

}  // namespace exportd::table
