#include "work/housekeeper.hpp"

#include <exception>
#include <utility>

#include "core/failure.hpp"

namespace exportd::work {

Housekeeper::Housekeeper(TaskStore& tasks, Search& search, const Clock& clock, Observer& observer,
                         const HousekeeperRules& rules, std::string instance, std::vector<Chore> chores)
    : tasks_(tasks),
      clock_(clock),
      observer_(observer),
      rules_(rules),
      instance_(std::move(instance)),
      slots_(tasks, search, clock, observer, rules.lease) {
  for (Chore& chore : chores) chores_.push_back({std::move(chore), clock_.monotonic()});
}

void Housekeeper::attempt(const std::string& what, const std::function<void()>& action) {
  try {
    action();
  } catch (const Failure& failure) {
    observer_.trouble(what, failure);
  } catch (const std::exception& unexpected) {  // a chore that breaks takes no worker with it
    observer_.trouble(what, Failure(FailureKind::ours, "internal_error", "an unexpected error", unexpected.what()));
  }
}

MonotonicTime Housekeeper::step() {
  const MonotonicTime now = clock_.monotonic();
  attempt("watching the slots", [&] { slots_.look(); });
  bool duty = false;
  attempt("holding the duty", [&] { duty = on_duty(now); });
  if (duty) {
    for (Due& due : chores_) {
      if (now < due.at) continue;
      due.at = now + due.chore.every;
      attempt(due.chore.name, due.chore.run);
    }
  }
  return now + rules_.look_every;
}

bool Housekeeper::on_duty(MonotonicTime now) {
  const DutyView duty = tasks_.duty();
  if (duty.holder == instance_) return tasks_.take_duty(duty, instance_);
  const bool stands_still = seen_duty_ && seen_duty_->version == duty.version;
  if (!stands_still) {
    seen_duty_ = duty;
    duty_since_ = clock_.monotonic();  // not before: the store may have taken its time to answer
  }
  const bool vacant = duty.version == 0 || (stands_still && now - duty_since_ >= rules_.lease);
  return vacant && tasks_.take_duty(duty, instance_);
}

}  // namespace exportd::work
