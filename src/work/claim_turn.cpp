#include "work/claim_turn.hpp"

#include <utility>

namespace exportd::work {

ClaimTurn::Look::Look(Look&& other) noexcept
    : turn_(std::exchange(other.turn_, nullptr)), now_(other.now_), others_(other.others_), found_(other.found_) {}

ClaimTurn::Look::~Look() {
  if (turn_ == nullptr) return;
  const std::scoped_lock lock(turn_->mutex_);
  turn_->looking_ = false;
  if (!found_ && !turn_->reopened_) turn_->nothing_until_ = now_ + turn_->shared_for_;
}

ClaimTurn::Look ClaimTurn::look(MonotonicTime now, bool unsure) {
  const std::scoped_lock lock(mutex_);
  if (looking_ || (now < nothing_until_ && !unsure)) return {nullptr, now, looking_};
  looking_ = true;
  reopened_ = false;
  return {this, now, false};
}

void ClaimTurn::reopen() {
  const std::scoped_lock lock(mutex_);
  reopened_ = true;
  nothing_until_ = {};
}

}  // namespace exportd::work
