// SlotWatch: takes over the runs of workers that went silent. A slot is dead when its beat has not changed for the
// lease's time on the observer's own monotonic clock; no wall clock and no other machine's clock is asked.
#pragma once

#include <map>

#include "core/ports.hpp"
#include "work/observer.hpp"

namespace exportd::work {

class SlotWatch {
 public:
  SlotWatch(TaskStore& tasks, Search& search, const Clock& clock, Observer& observer, std::chrono::milliseconds lease)
      : tasks_(tasks), search_(search), clock_(clock), observer_(observer), lease_(lease) {}

  // Looks at all slots once. Throws Failure when the store does not answer; nothing is forgotten then.
  void look();

 private:
  struct Seen {
    FencingToken token;
    std::uint64_t beat = 0;
    MonotonicTime since{};  // when it had been seen: the store may have taken its time to answer
  };
  void take_over(const SlotView& dead);

  TaskStore& tasks_;
  Search& search_;
  const Clock& clock_;
  Observer& observer_;
  const std::chrono::milliseconds lease_;
  std::map<int, Seen> seen_;
};

}  // namespace exportd::work
