// Attempt: one try of an export, as the worker sees it from outside. A thread runs it (export_attempt.hpp); the
// simulation has a script instead.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/failure.hpp"
#include "core/task_queue.hpp"

namespace exportd::work {

// How it ended: with a receipt, or with a failure.
struct AttemptEnd {
  std::optional<Receipt> receipt;
  std::optional<Failure> failure;
};

struct AttemptView {
  Progress progress;
  std::string search_context;  // to be released if this process dies
  std::optional<AttemptEnd> end;
};

class Attempt {
 public:
  virtual ~Attempt() = default;  // stops it and waits for it
  virtual AttemptView look() = 0;
  // Asks it to end soon; it then ends with Failure cancel, unless it was faster.
  virtual void stop() = 0;
};

class Attempts {
 public:
  virtual ~Attempts() = default;
  virtual std::unique_ptr<Attempt> start(const Claim& claim) = 0;
  // Removes what an attempt stored that can no longer become the run's file. Best effort.
  virtual void discard(const Receipt& receipt) = 0;
};

}  // namespace exportd::work
