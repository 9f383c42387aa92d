#include "testing/simulation_world.hpp"

#include <algorithm>

namespace exportd::testing {

namespace {

constexpr int depth_max = 2;
constexpr int people_count = 3;
constexpr int acts_max = 20;  // of each of them
constexpr Milliseconds end_within{1'500'000};
constexpr int turns_at_once_max = 5'000;

// Dice of its own: a seed's storm is the same over either table.
DynamoWeather dynamo_weather(std::uint64_t seed) {
  Dice dice(~seed);
  return draw_dynamo_weather(dice);
}

}  // namespace

World::World(const SimulationOrder& order)
    : Surroundings(order.seed, order.mistake),
      order_(order),
      raw_files_({}, [this] { return MachineClock(time, Milliseconds(0), Milliseconds(0)).wall(); }),
      referee_(time, raw_files_, weather.queue, weather.worker.lease),
      watched_table_(raw_table_, referee_, [this](const AuditEvent& event) { note(event); }),
      watched_files_(raw_files_, referee_),
      watched_mailer_(referee_) {
  if (order_.table == SimulatedTable::dynamo) {
    const bool mistaken = mistake == Mistake::queue_read_from_an_index;
    dynamo_.emplace(watched_table_, time, dynamo_weather(order_.seed), ~order_.seed,
                    mistaken ? DynamoModel::Reads::eventual : DynamoModel::Reads::consistent);
  }
  for (int i = 0; i < weather.machines; ++i) {
    machines_.emplace_back(*this, i, static_cast<int>(dice.between(i == 0 ? 1 : 0, 2)));
  }
  for (int i = 0; i < people_count; ++i) people_.push_back({People(*this, i), Milliseconds(dice.between(0, 3'000))});
  if (weather.restore) {
    snapshot_at_ = weather.storm * dice.between(10, 50) / 100;
    restore_at_ = snapshot_at_ + Milliseconds(dice.between(2'000, 25'000));
  }
}

tasks::RecordTable& World::table() {
  if (dynamo_) return *dynamo_;
  return watched_table_;
}

void World::tell(const std::string& line) {
  if (!traced()) return;
  outcome_.trace.push_back(std::to_string(time.now.count()) + " ms " +
                           std::string(static_cast<std::size_t>(depth_) * 2, ' ') + line);
}

std::optional<World::Turn> World::next_turn(Milliseconds until) {
  Milliseconds first = until;
  for (const Machine& machine : machines_) first = std::min(first, machine.due());
  if (storm_) {
    for (const Person& person : people_) {
      if (!person.busy && person.people.acts() < acts_max) first = std::min(first, person.due);
    }
    if (depth_ == 0) first = std::min(first, fate_due_);
  }
  if (first >= until) return std::nullopt;
  first = std::max(first, time.now);

  std::vector<Turn> turns;
  for (Machine& machine : machines_) {
    if (machine.due() <= first) turns.push_back({first, [&machine] { machine.step(false); }});
  }
  if (storm_) {
    for (std::size_t i = 0; i < people_.size(); ++i) {
      const Person& person = people_.at(i);
      const bool acts = !person.busy && person.people.acts() < acts_max && person.due <= first;
      if (acts) turns.push_back({first, [this, i] { people_act(i); }});
    }
    if (depth_ == 0 && fate_due_ <= first) turns.push_back({first, [this] { fate(); }});
  }
  return turns.at(dice.below(turns.size()));
}

void World::run_until(Milliseconds until, const std::function<bool()>& done) {
  while (const auto turn = next_turn(until)) {
    turns_at_once_ = turn->at > time.now ? 0 : turns_at_once_ + 1;
    if (turns_at_once_ > turns_at_once_max) throw Violation("somebody wants to be called at once, again and again");
    time.now = turn->at;
    ++outcome_.steps;
    turn->act();
    if (done && done()) return;
  }
  time.now = std::max(time.now, until);
}

void World::people_act(std::size_t who) {
  Person& person = people_.at(who);
  person.due = time.now + Milliseconds(dice.between(0, 4'000));
  std::vector<Machine*> open;
  for (Machine& machine : machines_) {
    if (machine.takes_requests()) open.push_back(&machine);
  }
  if (open.empty()) return;
  Machine& machine = *open.at(dice.below(open.size()));
  person.busy = true;
  machine.serve([&](TaskStore& tasks) {
    try {
      person.people.act(tasks);
    } catch (const Failure& failure) {
      tell("people " + std::to_string(who) + " are told: " + failure.detail());
    }
  });
  person.busy = false;
}

void World::let_others_act(const Machine& caller) {
  if (depth_ >= depth_max) return;
  ++depth_;
  for (std::int64_t left = dice.between(1, 3); left > 0; --left) {
    const std::size_t who = dice.below(machines_.size() + people_.size());
    if (who < machines_.size()) {
      Machine& machine = machines_.at(who);
      if (&machine != &caller && machine.due() != Milliseconds::max()) machine.step(true);
    } else if (storm_) {
      const Person& person = people_.at(who - machines_.size());
      if (!person.busy && person.people.acts() < acts_max) people_act(who - machines_.size());
    }
  }
  --depth_;
}

void World::let_time_pass(Milliseconds passing) {
  if (depth_ >= depth_max) return;
  ++depth_;
  run_until(time.now + passing, {});
  --depth_;
}

void World::run() {
  begin_faults();
  run_until(weather.storm, {});
  calm_down();
  wait_for_the_end();
  wait_for_expiry();
  last_rounds();
}

void World::wait_for_the_end() {
  const auto ended = [this] {
    return outcome_.steps % 8 == 0 && referee_.all_ended() &&
           raw_table_.range({"outbox", "", "", 1, tasks::Order::ascending}).empty();
  };
  run_until(time.now + end_within, ended);
}

void World::note(const AuditEvent& event) {
  ++outcome_.events.at(static_cast<std::size_t>(event.kind));
  if (event.kind == AuditKind::failed && event.actor == ActorKind::housekeeper) ++outcome_.lost_by_workers;
  if (!traced()) return;
  const std::string token = event.run.attempts.empty() ? "none" : std::to_string(event.run.attempts.back().token.value);
  tell(event.instance + " writes: " + text_of({event.task.text(), event.run.number}) + " " +
       std::string(audit_kind_name(event.kind)) + ", token " + token + " " + event.reason);
}

SimulationOutcome World::outcome() {
  outcome_.runs = referee_.history().runs.size();
  outcome_.commits = raw_table_.commits();
  outcome_.crashes = crashes;
  if (dynamo_) outcome_.dynamo = dynamo_->tally();
  return outcome_;
}

SimulationOutcome simulate(const SimulationOrder& order) {
  World world(order);
  std::optional<std::string> violation;
  try {
    world.run();
  } catch (const Violation& broken) {
    violation = broken.what;
  } catch (const std::exception& unexpected) {
    violation = unexpected.what();
  }
  if (violation) world.tell("broken: " + *violation);
  SimulationOutcome outcome = world.outcome();
  outcome.violation = std::move(violation);
  return outcome;
}

}  // namespace exportd::testing
