// ScriptedAttempts: attempts whose course is drawn when they start. They store real objects, read them back, fail in
// every way an export can, and may be slow to stop.
#pragma once

#include "testing/simulation_surroundings.hpp"
#include "work/attempt.hpp"

namespace exportd::testing {

class ScriptedAttempts final : public work::Attempts {
 public:
  ScriptedAttempts(Surroundings& around, const Clock& clock, FileStore& files)
      : around_(around), clock_(clock), files_(files) {}
  std::unique_ptr<work::Attempt> start(const Claim& claim) override;
  void discard(const Receipt& receipt) override;

 private:
  Surroundings& around_;
  const Clock& clock_;
  FileStore& files_;
};

}  // namespace exportd::testing
