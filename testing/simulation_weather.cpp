#include "testing/simulation_weather.hpp"

namespace exportd::testing {

namespace {

// Absent in many worlds, so that one kind of fault does not hide another.
double sometimes(Dice& dice, double least, double most) {
  const double drawn = least + dice.fraction() * (most - least);
  return dice.chance(0.5) ? drawn : 0;
}

}  // namespace

Weather draw_weather(Dice& dice) {
  Weather weather;
  weather.crash = sometimes(dice, 0.0005, 0.006);
  weather.refused = sometimes(dice, 0.005, 0.08);
  weather.unanswered = sometimes(dice, 0.005, 0.12);
  weather.meddled = sometimes(dice, 0.01, 0.15);
  weather.slow = sometimes(dice, 0.0005, 0.01);
  weather.attempt_retry = sometimes(dice, 0.05, 0.6);
  weather.attempt_reject = sometimes(dice, 0.02, 0.1);
  weather.attempt_ours = sometimes(dice, 0.02, 0.1);
  weather.file_fault = sometimes(dice, 0.01, 0.1);
  weather.damage = sometimes(dice, 0.02, 0.2);
  weather.power_cut = sometimes(dice, 0.01, 0.1);
  weather.pause = sometimes(dice, 0.02, 0.15);
  weather.clock_jump = sometimes(dice, 0.05, 0.3);
  weather.shut_down = sometimes(dice, 0.02, 0.1);
  weather.outage = sometimes(dice, 0.01, 0.04);
  weather.new_data = sometimes(dice, 0.01, 0.1);
  weather.restore = dice.chance(0.15);
  weather.machines = static_cast<int>(dice.between(2, 4));
  weather.storm = Milliseconds(dice.between(20'000, 60'000));

  weather.queue.parallel = static_cast<int>(dice.between(1, 3));
  weather.queue.pending_max = dice.chance(0.2) ? 3 : 100;
  // A store that is put back knows nothing of what was removed since.
  if (!weather.restore && dice.chance(0.3)) weather.queue.keep = Milliseconds(30'000);

  weather.worker.lease = Milliseconds(8'000);
  weather.worker.lease_margin = Milliseconds(2'000);
  weather.worker.beat_every = Milliseconds(1'000);
  weather.worker.poll_every = Milliseconds(700);
  weather.worker.look_every = Milliseconds(400);
  weather.worker.shut_down_after = Milliseconds(3'000);
  weather.worker.retry.pause_first = Milliseconds(400);
  weather.worker.retry.pause_max = Milliseconds(3'000);
  weather.housekeeper.lease = weather.worker.lease;
  weather.housekeeper.look_every = Milliseconds(1'000);
  return weather;
}

Weather calm_after(const Weather& storm) {
  Weather calm;
  calm.machines = storm.machines;
  calm.queue = storm.queue;
  calm.worker = storm.worker;
  calm.housekeeper = storm.housekeeper;
  return calm;
}

}  // namespace exportd::testing
