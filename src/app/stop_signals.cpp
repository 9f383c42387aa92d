#include "app/stop_signals.hpp"

#include <csignal>
#include <ctime>

namespace exportd::app {

namespace {

sigset_t stop_set() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGHUP);
  return set;
}

}  // namespace

StopSignals::StopSignals() {
  const sigset_t set = stop_set();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);  // inherited by every thread made from here on
  std::signal(SIGPIPE, SIG_IGN);              // a closed pipe is an error of write(), with a message
  std::signal(SIGXFSZ, SIG_IGN);              // so is a file size limit
  waiter_ = std::jthread([this](const std::stop_token& leaving) {
    const sigset_t waited = stop_set();
    const timespec tick{0, 100'000'000};
    while (!leaving.stop_requested()) {
      if (sigtimedwait(&waited, nullptr, &tick) > 0) stop_.request_stop();
    }
  });
}

StopSignals::~StopSignals() {
  waiter_.request_stop();
}

}  // namespace exportd::app
