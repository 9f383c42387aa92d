// Surroundings: what a simulated machine stands in.
#pragma once

#include <string>

#include "core/ports.hpp"
#include "tasks/record_table.hpp"
#include "testing/simulation_clock.hpp"
#include "testing/simulation_dice.hpp"
#include "testing/simulation_mistakes.hpp"
#include "testing/simulation_referee.hpp"
#include "testing/simulation_weather.hpp"

namespace exportd::testing {

class Machine;

class Surroundings {
 public:
  Surroundings(std::uint64_t seed, Mistake wrong) : dice(seed), weather(draw_weather(dice)), mistake(wrong) {}
  virtual ~Surroundings() = default;

  Dice dice;
  Weather weather;
  VirtualTime time;
  bool outage = false;                // the task store answers nobody
  std::string data_version = "data";  // of the records to be exported
  std::uint64_t crashes = 0;
  const Mistake mistake;

  virtual tasks::RecordTable& table() = 0;
  virtual FileStore& files() = 0;
  virtual Mailer& mailer() = 0;
  virtual Referee& referee() = 0;

  // While `caller` is in the middle of something.
  virtual void let_others_act(const Machine& caller) = 0;
  virtual void let_time_pass(Milliseconds time) = 0;

  // One line for the trace.
  [[nodiscard]] virtual bool traced() const = 0;
  virtual void tell(const std::string& line) = 0;
};

}  // namespace exportd::testing
