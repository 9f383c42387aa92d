#include "app/stop_signals.hpp"

#include <pthread.h>

#include <csignal>

namespace exportd::app {

namespace {

// Tells the waiting thread to leave. Nobody who sends it from outside means anything by it: it is ignored by default.
constexpr int wake = SIGURG;

bool ignored(int signal) {
  struct sigaction inherited{};
  return ::sigaction(signal, nullptr, &inherited) == 0 && inherited.sa_handler == SIG_IGN;
}

sigset_t waited_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, wake);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    if (!ignored(signal)) sigaddset(&set, signal);
  }
  return set;
}

}  // namespace

StopSignals::StopSignals() {
  const sigset_t set = waited_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);  // inherited by every thread made from here on
  std::signal(SIGPIPE, SIG_IGN);              // a closed pipe is an error of write(), with a message
  std::signal(SIGXFSZ, SIG_IGN);              // so is a file size limit
  waiter_ = std::jthread([this, set](const std::stop_token& leaving) {
    while (!leaving.stop_requested()) {
      const int signal = ::sigwaitinfo(&set, nullptr);
      if (signal > 0 && signal != wake) stop_.request_stop();
    }
  });
}

StopSignals::~StopSignals() {
  waiter_.request_stop();
  ::pthread_kill(waiter_.native_handle(), wake);
}

}  // namespace exportd::app
