// StopSignals: Ctrl-C (SIGINT), SIGTERM and SIGHUP become a std::stop_token. Make one before any other thread starts.
#pragma once

#include <stop_token>
#include <thread>

namespace exportd::app {

class StopSignals {
 public:
  // A signal that the process was started to ignore (nohup, a shell's background job) stays ignored.
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  [[nodiscard]] std::stop_token token() const { return stop_.get_token(); }

 private:
  std::stop_source stop_;
  std::jthread waiter_;
};

}  // namespace exportd::app
