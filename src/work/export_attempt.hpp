// ExportAttempts: attempts that are real exports, each on a thread of its own at lower priority than the API's.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "core/ports.hpp"
#include "seal/identity.hpp"
#include "work/attempt.hpp"
#include "work/observer.hpp"

namespace exportd::work {

// What every export of this process stands on. Outlives all attempts.
struct ExportGround {
  Search& search;
  FileStore& files;
  const Clock& clock;
  Observer& observer;
  const std::vector<Environment>& environments;
  std::vector<seal::Recipient> recipients;
  std::filesystem::path work_dir;
  std::uint64_t records_max;
};

class ExportAttempts final : public Attempts {
 public:
  explicit ExportAttempts(ExportGround ground) : ground_(std::move(ground)) {}
  std::unique_ptr<Attempt> start(const Claim& claim) override;
  void discard(const Receipt& receipt) override;

 private:
  ExportGround ground_;
};

}  // namespace exportd::work
