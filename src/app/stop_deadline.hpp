// StopDeadline: a process of the service that was told to stop ends by then, whatever one of its threads waits for: a
// store that does not answer may keep an attempt for minutes. What was under way is left as by a process that died:
// others take it over. Service managers kill after 30 s or so (deploy/), and leave no word of why.
#pragma once

#include <functional>
#include <stop_token>
#include <thread>

#include "core/ports.hpp"

namespace exportd::app {

class StopDeadline {
 public:
  static constexpr std::chrono::seconds ends_within{20};

  // From the request on `stop` on. `give_up` ends the process; not called once this object is gone.
  StopDeadline(Clock& clock, std::stop_token stop, std::function<void()> give_up,
               std::chrono::milliseconds within = ends_within);

 private:
  std::jthread thread_;
};

}  // namespace exportd::app
