#include "work/progress_meter.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace exportd::work {

namespace {
// A rate of less than this is noise.
constexpr std::chrono::duration<double> rate_after{1.0};
constexpr std::uint32_t almost_done = 999;
}  // namespace

Progress ProgressMeter::measured(Progress progress) {
  if (progress.stage == Stage::fetching && !fetching_since_) fetching_since_ = clock_.monotonic();
  if (progress.total_records) {
    const std::uint64_t total = std::max<std::uint64_t>(*progress.total_records, 1);
    const std::uint64_t done = std::min(progress.records, total);
    per_mille_ =
        std::max(per_mille_, static_cast<std::uint32_t>(std::min<std::uint64_t>(done * 1'000 / total, almost_done)));
  }
  progress.per_mille = progress.stage == Stage::done ? 1'000 : per_mille_;
  progress.remaining_seconds = remaining(progress);
  return progress;
}

std::optional<std::uint64_t> ProgressMeter::remaining(const Progress& progress) const {
  if (progress.stage != Stage::fetching || !fetching_since_ || progress.records == 0 || !progress.total_records) {
    return std::nullopt;
  }
  const std::chrono::duration<double> taken = clock_.monotonic() - *fetching_since_;
  if (taken < rate_after || progress.records > *progress.total_records) return std::nullopt;
  const auto left = static_cast<double>(*progress.total_records - progress.records);
  return static_cast<std::uint64_t>(std::ceil(taken.count() * left / static_cast<double>(progress.records)));
}

}  // namespace exportd::work
