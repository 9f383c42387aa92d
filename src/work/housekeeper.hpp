// Housekeeper: what has to be done whether or not anybody asks. Every instance watches the slots; the rest is done by
// the one that holds the duty, a lease of its own. Every chore may be done twice or by two at once without harm.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/ports.hpp"
#include "work/observer.hpp"
#include "work/slot_watch.hpp"

namespace exportd::work {

struct Chore {
  std::string name;  // for the log
  std::chrono::milliseconds every;
  std::function<void()> run;
};

struct HousekeeperRules {
  std::chrono::milliseconds lease{30'000};
  std::chrono::milliseconds look_every{1'000};
};

class Housekeeper {
 public:
  Housekeeper(TaskStore& tasks, Search& search, const Clock& clock, Observer& observer, const HousekeeperRules& rules,
              std::string instance, std::vector<Chore> chores);

  // Does all that is due; returns when something will be due again. Never throws Failure.
  MonotonicTime step();

 private:
  [[nodiscard]] bool on_duty(MonotonicTime now);
  void attempt(const std::string& what, const std::function<void()>& action);

  TaskStore& tasks_;
  const Clock& clock_;
  Observer& observer_;
  const HousekeeperRules rules_;
  const std::string instance_;
  SlotWatch slots_;
  struct Due {
    Chore chore;
    MonotonicTime at{};
  };
  std::vector<Due> chores_;
  std::optional<DutyView> seen_duty_;
  MonotonicTime duty_since_{};
};

}  // namespace exportd::work
