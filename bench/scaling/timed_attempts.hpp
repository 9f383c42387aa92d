// TimedAttempts: exports that do nothing but take their time, and tell of their progress.
#pragma once

#include <algorithm>

#include "bench/scaling/fibers.hpp"
#include "core/ports.hpp"
#include "work/attempt.hpp"
#include "work/object_names.hpp"

namespace exportd::scaling {

class TimedAttempts final : public work::Attempts {
 public:
  TimedAttempts(const Clock& clock, Microseconds takes) : clock_(clock), takes_(takes) {}

  std::unique_ptr<work::Attempt> start(const Claim& claim) override {
    return std::make_unique<Timed>(clock_, takes_, claim);
  }
  void discard(const Receipt&) override {}

 private:
  class Timed final : public work::Attempt {
   public:
    Timed(const Clock& clock, Microseconds takes, const Claim& claim)
        : clock_(clock),
          ends_(clock.monotonic() + takes),
          takes_(takes),
          names_(work::object_names(claim.record.task, claim.record.run.number, claim.token, "csv")) {}

    work::AttemptView look() override {
      constexpr std::uint64_t records = 40'000;
      constexpr std::uint64_t bytes = 91'000'000;
      const MonotonicTime now = clock_.monotonic();
      const double left = std::chrono::duration<double>(ends_ - now) / std::chrono::duration<double>(takes_);
      const double done = std::clamp(1 - left, 0.0, 1.0);
      work::AttemptView view;
      view.progress.stage = Stage::fetching;
      view.progress.total_records = records;
      view.progress.records = static_cast<std::uint64_t>(done * static_cast<double>(records));
      view.progress.bytes = static_cast<std::uint64_t>(done * static_cast<double>(bytes));
      view.progress.per_mille = static_cast<std::uint32_t>(done * 999);
      view.search_context =
          "FGluY2x1ZGVfY29udGV4dF91dWlkDXF1ZXJ5QW5kRmV0Y2gBFnBERHlxT2h4UTF1c3ZxWUJ2MmNWZEEAAAAAAAAAARYx";
      if (stopped_) {
        view.end = work::AttemptEnd{std::nullopt, Failure(FailureKind::cancel, "cancelled", "it was asked to stop")};
      } else if (now >= ends_) {
        view.end = work::AttemptEnd{Receipt{names_.object, names_.metadata, records, records, 120, bytes, bytes + 4'096,
                                            std::string(64, 'a'), "9f86d081884c7d65.40000"},
                                    std::nullopt};
      }
      return view;
    }
    void stop() override { stopped_ = true; }

   private:
    const Clock& clock_;
    const MonotonicTime ends_;
    const Microseconds takes_;
    const work::ObjectNames names_;
    bool stopped_ = false;
  };

  const Clock& clock_;
  const Microseconds takes_;
};

}  // namespace exportd::scaling
