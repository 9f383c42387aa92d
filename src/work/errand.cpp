#include "work/errand.hpp"

#include <exception>
#include <utility>

#include "core/failure.hpp"

namespace exportd::work {

Errand::Errand(std::string name, Work work, const Clock& clock, Observer& observer, std::chrono::milliseconds good_for)
    : name_(std::move(name)),
      work_(std::move(work)),
      clock_(clock),
      observer_(observer),
      good_for_(good_for),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void Errand::send() {
  {
    const std::lock_guard lock(mutex_);
    wanted_ = true;
    until_ = clock_.monotonic() + good_for_;
  }
  sent_.notify_one();
}

void Errand::run(const std::stop_token& stop) {
  const auto go_on = [&] {
    const std::lock_guard lock(mutex_);
    return !stop.stop_requested() && clock_.monotonic() < until_;
  };
  while (true) {
    {
      std::unique_lock lock(mutex_);
      if (!sent_.wait(lock, stop, [this] { return wanted_; })) return;
      wanted_ = false;
    }
    try {
      work_(go_on);
    } catch (const Failure& failure) {
      observer_.trouble(name_, failure);
    } catch (const std::exception& unexpected) {  // it is tried again when it is sent again
      observer_.trouble(name_, Failure(FailureKind::ours, "internal_error", "an unexpected error", unexpected.what()));
    }
  }
}

}  // namespace exportd::work
