// ClaimTurn: idle workers of one process look at the queue one at a time, and for a moment share what one of them has
// found: nothing to claim. Without it a process asks the store as often as all its workers together do
// (docs/scaling.md, section 5).
#pragma once

#include <chrono>
#include <mutex>

#include "core/ports.hpp"

namespace exportd::work {

class ClaimTurn {
 public:
  // `shared_for`: how long nobody looks again after one has found nothing.
  explicit ClaimTurn(std::chrono::milliseconds shared_for = std::chrono::milliseconds(250)) : shared_for_(shared_for) {}

  // One worker's look: held by one at a time. To be kept while it claims.
  class Look {
   public:
    ~Look();
    Look(Look&& other) noexcept;
    Look(const Look&) = delete;
    Look& operator=(const Look&) = delete;
    Look& operator=(Look&&) = delete;

    explicit operator bool() const { return turn_ != nullptr; }
    [[nodiscard]] bool others() const { return others_; }  // it is another worker's turn: soon it is over
    void found() { found_ = true; }                        // there may be more

   private:
    friend class ClaimTurn;
    Look(ClaimTurn* turn, MonotonicTime now, bool others) : turn_(turn), now_(now), others_(others) {}
    ClaimTurn* turn_;  // null: it is not this worker's turn
    MonotonicTime now_;
    bool others_;
    bool found_ = false;
  };

  // `unsure`: this worker may hold a claim whose answer was lost, and what others have found does not tell it.
  [[nodiscard]] Look look(MonotonicTime now, bool unsure);

  // A slot has become free.
  void reopen();

 private:
  const std::chrono::milliseconds shared_for_;
  std::mutex mutex_;
  bool looking_ = false;   // guarded by mutex_, as are the next two
  bool reopened_ = false;  // while one was looking
  MonotonicTime nothing_until_{};
};

}  // namespace exportd::work
