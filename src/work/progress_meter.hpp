// ProgressMeter: how far, how fast, how long still. The share never goes back within an attempt and reaches the whole
// only when the attempt is done; there is no estimate before there is a rate.
#pragma once

#include "core/ports.hpp"

namespace exportd::work {

class ProgressMeter {
 public:
  explicit ProgressMeter(const Clock& clock) : clock_(clock) {}

  // Adds share and estimate to what an export reports of itself.
  [[nodiscard]] Progress measured(Progress progress);

 private:
  [[nodiscard]] std::optional<std::uint64_t> remaining(const Progress& progress) const;

  const Clock& clock_;
  std::optional<MonotonicTime> fetching_since_;
  std::uint32_t per_mille_ = 0;
};

}  // namespace exportd::work
