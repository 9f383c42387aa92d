#include "work/slot_watch.hpp"

#include "core/failure.hpp"

namespace exportd::work {

void SlotWatch::look() {
  const MonotonicTime asked = clock_.monotonic();
  const std::vector<SlotView> slots = tasks_.slots();
  const MonotonicTime answered = clock_.monotonic();
  for (const SlotView& slot : slots) {
    if (!slot.run) {
      seen_.erase(slot.slot);
      continue;
    }
    const auto [found, is_new] = seen_.try_emplace(slot.slot, Seen{slot.token, slot.beat, answered});
    Seen& seen = found->second;
    if (!is_new && seen.token == slot.token && seen.beat == slot.beat) {
      if (asked - seen.since >= lease_) take_over(slot);
      continue;
    }
    seen = {slot.token, slot.beat, answered};
  }
}

void SlotWatch::take_over(const SlotView& dead) {
  const auto taken = tasks_.take_over(dead);
  seen_.erase(dead.slot);
  if (!taken) return;  // it beat after all, or another observer was faster
  observer_.taken_over(*taken, dead);
  if (dead.search_context.empty()) return;
  try {
    search_.release(dead.search_context);
  } catch (const Failure& failure) {
    observer_.trouble("releasing a dead worker's search context", failure);
  }
}

}  // namespace exportd::work
