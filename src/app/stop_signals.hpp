// StopSignals: Ctrl-C (SIGINT) and SIGTERM become a std::stop_token. Make one before any other thread starts.
#pragma once

#include <stop_token>
#include <thread>

namespace exportd::app {

class StopSignals {
 public:
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
