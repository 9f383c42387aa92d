// What befalls the machines and the store of a simulated world from outside, and how the world comes to its end.
#include "tasks/stored_tasks.hpp"
#include "testing/simulation_world.hpp"

namespace exportd::testing {

void World::begin_faults() {
  FileFaults faults;
  faults.seed = dice.next();
  faults.create = weather.file_fault;
  faults.write = weather.file_fault;
  faults.finish = weather.file_fault;
  faults.damage = weather.damage;
  raw_files_.set_faults(faults);
}

void World::fate() {
  fate_due_ = time.now + Milliseconds(1'000);
  fate_of_the_store();
  if (dice.chance(weather.new_data)) data_version += "'";
  for (Machine& machine : machines_) fate_of(machine);
}

void World::fate_of(Machine& machine) {
  if (dice.chance(weather.power_cut)) machine.cut_power();
  if (dice.chance(weather.shut_down)) machine.shut_down();
  if (dice.chance(weather.clock_jump)) machine.jump_clock();
  if (dice.chance(weather.pause)) {
    const std::int64_t longest = dice.chance(0.5) ? 2'000 : 2 * weather.worker.lease.count();
    machine.pause_until(time.now + Milliseconds(dice.between(100, longest)));
  }
}

void World::fate_of_the_store() {
  if (outage && time.now >= outage_until_) outage = false;
  if (!outage && dice.chance(weather.outage)) {
    tell("the task store answers nobody");
    outage = true;
    outage_until_ = time.now + Milliseconds(dice.between(1'000, 15'000));
  }
  if (!weather.restore) return;
  if (!snapshot_ && time.now >= snapshot_at_) {
    tell("a snapshot is taken");
    snapshot_ = Snapshot{raw_table_.snapshot(), referee_.history()};
  } else if (snapshot_ && floor_.value == 0 && time.now >= restore_at_) {
    put_back_the_store();
  }
}

// As `exportd restore`: nobody runs while it is done, and the tokens go on above all that were ever given.
void World::put_back_the_store() {
  tell("the store is put back to the snapshot");
  ++outcome_.restores;
  for (Machine& machine : machines_) machine.cut_power();
  for (Person& person : people_) person.people.forget();
  const FencingToken newest = referee_.newest_token();
  floor_ = newest;
  if (mistake != Mistake::token_reused_after_restore) {
    for (const tasks::RecordKey& key : {tasks::token_counter_key(), tasks::token_floor_key()}) {
      tasks::Record& record = snapshot_->store.records[key];
      record = {key, record.version + 1, tasks::body_of_number(newest.value)};
    }
  }
  raw_table_.restore(snapshot_->store);
  if (dynamo_) dynamo_->forget_the_late();  // of DynamoDB a restore makes new tables
  referee_.history() = snapshot_->history;
}

void World::calm_down() {
  tell("nothing goes wrong any more");
  storm_ = false;
  outage = false;
  weather = calm_after(weather);
  raw_files_.set_faults({});
  if (dynamo_) dynamo_->calm_down();
  for (Machine& machine : machines_) machine.recover();
}

// Marked first, removed a day later, by whichever machine's clock.
void World::wait_for_expiry() {
  if (weather.queue.keep.count() == 0) return;
  for (int day = 0; day < 2; ++day) {
    time.now += std::chrono::hours(31);
    run_until(time.now + Milliseconds(12'000), {});
  }
}

void World::last_rounds() {
  const MachineClock clock(time, Milliseconds(0), Milliseconds(0));
  tasks::StoredTasks stored(watched_table_, clock, weather.queue, "last");
  work::Observer observer;
  work::FileRounds rounds(stored, watched_files_, clock, observer);
  rounds.remove_unreachable();
  referee_.end(stored, floor_);
  while (stored.erase_addresses(clock.wall() + std::chrono::days(1)) > 0) continue;
  for (const auto& [key, record] : raw_table_.snapshot().records) {
    if (record.body.find('@') == std::string::npos) continue;
    throw Violation("an address is kept for ever in " + key.partition + "/" + key.sort);
  }
}

}  // namespace exportd::testing
