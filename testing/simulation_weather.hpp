// Weather: what may go wrong in one simulated world, and how often. Drawn from the seed, so that every world is bad in
// its own way: some are full of crashes and nothing else, some have a little of everything.
#pragma once

#include "core/task_queue.hpp"
#include "testing/simulation_clock.hpp"
#include "testing/simulation_dice.hpp"
#include "work/housekeeper.hpp"
#include "work/worker.hpp"

namespace exportd::testing {

struct Weather {
  // Of each call of a machine to a store or the mailer.
  double crash = 0;       // the process dies, before it or after it
  double refused = 0;     // it fails, nothing was done
  double unanswered = 0;  // it fails, and was done
  double meddled = 0;     // others take steps before it is done
  double slow = 0;        // it takes seconds, sometimes longer than a lease

  // Of each attempt, and of what it stores.
  double attempt_retry = 0;
  double attempt_reject = 0;
  double attempt_ours = 0;
  double file_fault = 0;
  double damage = 0;  // a bit of an object is changed, unnoticed

  // Of each second of the world.
  double power_cut = 0;
  double pause = 0;
  double clock_jump = 0;
  double shut_down = 0;
  double outage = 0;
  double new_data = 0;
  bool restore = false;  // the store is once put back to what it was some time before

  int machines = 3;
  Milliseconds storm{60'000};  // how long all that lasts; then every run has to come to its end
  QueueRules queue;
  work::WorkerRules worker;
  work::HousekeeperRules housekeeper;
};

[[nodiscard]] Weather draw_weather(Dice& dice);
// Nothing goes wrong any more.
[[nodiscard]] Weather calm_after(const Weather& storm);

}  // namespace exportd::testing
