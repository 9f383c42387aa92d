#include "testing/simulation_machine.hpp"

#include <algorithm>

#include "tasks/stored_tasks.hpp"
#include "testing/simulation_watched.hpp"

namespace exportd::testing {

namespace {

constexpr Milliseconds three_hours{3 * 3'600'000};
constexpr int mails_per_day = 100'000;  // that mail is held back is no matter of chance

class NoSearch final : public Search {
 public:
  std::optional<std::uint64_t> count(const Environment&, const Criteria&, MonotonicTime) override { return {}; }
  std::optional<Page> preview(const Environment&, const Criteria&, std::size_t, MonotonicTime) override {
    return Page{};
  }
  std::vector<Analyte> analytes(const Environment&) override { return {}; }
  std::optional<std::vector<Analyte>> analytes_of(const Environment&, const Criteria&, MonotonicTime) override {
    return {};
  }
  std::optional<std::vector<Suggestion>> suggest(const Environment&, const ParameterSpec&, std::string_view,
                                                 std::size_t, MonotonicTime) override {
    return {};
  }
  std::string data_version(const Environment&) override { return {}; }
  OpenedSearch open(const Environment&, const Criteria&, const std::stop_token&) override { return {}; }
  void release(std::string_view) override {}
};

class TellingObserver final : public work::Observer {
 public:
  TellingObserver(Surroundings& around, const std::string& name) : around_(around), name_(name) {}
  void lease_lost(const Claim& claim, std::string_view worker) override {
    if (!around_.traced()) return;
    around_.tell(std::string(worker) + " has lost token " + std::to_string(claim.token.value));
  }
  void trouble(std::string_view where, const Failure& failure) override {
    if (around_.traced()) around_.tell(name_ + " has trouble " + std::string(where) + ": " + failure.detail());
  }
  void removed(const ObjectKey& key, std::string_view why) override {
    if (around_.traced()) around_.tell(name_ + " removes " + key.text() + ": " + std::string(why));
  }

 private:
  Surroundings& around_;
  const std::string name_;
};

Message compose(const TaskRecord& record, const Addressee& addressee) {
  const std::string run = std::to_string(record.run.number);
  const std::string outcome(status_name(record.run.status.now()));
  Message message;
  message.to = addressee.address;
  message.subject = record.task.id.text();
  message.text = run + " " + outcome;
  message.message_id = record.task.id.text() + "." + run + "." + addressee.address + "." + outcome;
  return message;
}

}  // namespace

struct Machine::Process {
  struct Part {
    std::function<MonotonicTime()> step;
    Milliseconds due{0};
  };

  Process(Surroundings& around, const std::string& name, int workers, MachineClock& clock, TableLine& table,
          FileStore& files, Mailer& mailer)
      : observer(around, name),
        wrong_table(mistaken_table(around.mistake, table)),
        stored(wrong_table ? *wrong_table : table, clock, around.weather.queue, name),
        wrong_tasks(mistaken_tasks(around.mistake, stored)),
        tasks(wrong_tasks ? *wrong_tasks : stored, around.referee()),
        attempts(around, clock, files),
        mail_round(tasks, mailer, clock, observer, compose, mails_per_day),
        file_rounds(tasks, files, clock, observer),
        wrong_clock(mistaken_clock(around.mistake, clock)),
        housekeeper(tasks, search, clock, observer, around.weather.housekeeper, name, chores()) {
    add(around, clock, [this] { return housekeeper.step(); });
    if (wrong_clock) watch_wrongly(around, clock);
    for (int i = 0; i < workers; ++i) {
      work_force.push_back(std::make_unique<work::Worker>(tasks, clock, attempts, observer, turn, around.weather.worker,
                                                          name + "." + std::to_string(i),
                                                          [&around] { return around.dice.fraction(); }));
      add(around, clock, [worker = work_force.back().get()] { return worker->step(); });
    }
  }

  void add(Surroundings& around, const Clock& clock, std::function<MonotonicTime()> step) {
    // When it wants to be called next, in the time of the world; a clock that has jumped may say anything.
    parts.push_back({[&around, &clock, step = std::move(step)] {
                       const MonotonicTime wanted = step();
                       const MonotonicTime now = clock.monotonic();
                       const auto wait = wanted > now ? wanted - now : MonotonicTime::duration(0);
                       const auto soon = std::min<MonotonicTime::duration>(wait, Milliseconds(2'000));
                       return MonotonicTime(around.time.now + std::chrono::ceil<Milliseconds>(soon));
                     },
                     around.time.now});
  }

  void watch_wrongly(Surroundings& around, const Clock& clock) {
    const Milliseconds lease = around.weather.housekeeper.lease;
    wrong_watch = std::make_unique<work::SlotWatch>(tasks, search, *wrong_clock, observer, lease);
    add(around, clock, [this, &clock] {
      try {
        wrong_watch->look();
      } catch (const Failure& failure) {
        observer.trouble("watching the slots", failure);
      }
      return clock.monotonic() + Milliseconds(1'000);
    });
  }

  std::vector<work::Chore> chores() {
    return {{"sending mail", Milliseconds(2'000), [this] { mail_round.run(); }},
            {"marking expired files", Milliseconds(3'000), [this] { file_rounds.expire(); }},
            {"removing expired files", Milliseconds(3'000), [this] { file_rounds.remove_expired(); }},
            {"removing what no run names", Milliseconds(5'000), [this] { file_rounds.remove_unreachable(); }}};
  }

  TellingObserver observer;
  std::unique_ptr<tasks::RecordTable> wrong_table;
  tasks::StoredTasks stored;
  std::unique_ptr<TaskStore> wrong_tasks;
  WatchedTasks tasks;
  ScriptedAttempts attempts;
  work::ClaimTurn turn;
  NoSearch search;
  work::MailRound mail_round;
  work::FileRounds file_rounds;
  std::unique_ptr<Clock> wrong_clock;
  work::Housekeeper housekeeper;
  std::unique_ptr<work::SlotWatch> wrong_watch;
  std::vector<std::unique_ptr<work::Worker>> work_force;
  std::vector<Part> parts;
};

Machine::Machine(Surroundings& around, int number, int workers)
    : around_(around),
      number_(number),
      workers_(workers),
      clock_{around.time, Milliseconds(around.dice.between(0, 1'000'000)), draw_wall_offset()},
      table_(around.table(), *this),
      files_(around.files(), *this),
      mailer_(around.mailer(), *this) {}

Machine::~Machine() = default;

// Wall clocks agree only where nothing is wrong with them.
Milliseconds Machine::draw_wall_offset() {
  if (around_.weather.clock_jump <= 0) return Milliseconds(0);
  const std::int64_t reach = around_.dice.chance(0.5) ? 5'000 : three_hours.count();
  return Milliseconds(around_.dice.between(-reach, reach));
}

Milliseconds Machine::due() const {
  if (busy_) return Milliseconds::max();
  Milliseconds first = start_at_;
  if (process_) {
    first = Milliseconds::max();
    for (const Process::Part& part : process_->parts) first = std::min(first, part.due);
  }
  return std::max(first, paused_until_);
}

bool Machine::takes_requests() const {
  return process_ && !busy_ && !leave_by_ && paused_until_ <= around_.time.now;
}

TaskStore& Machine::tasks_for_requests() {
  return process_->tasks;
}

void Machine::step(bool early) {
  alive([&] {
    if (!process_) {
      start();
    } else {
      step_parts(early);
      leave_if_idle();
    }
  });
}

void Machine::step_parts(bool early) {
  // In any order: each is a thread of its own.
  const std::size_t count = process_->parts.size();
  const std::size_t first = around_.dice.below(count);
  bool stepped = false;
  for (std::size_t i = 0; i < count; ++i) {
    Process::Part& part = process_->parts.at((first + i) % count);
    if (part.due > around_.time.now && (!early || stepped)) continue;
    stepped = true;
    part.due = std::chrono::duration_cast<Milliseconds>(part.step().time_since_epoch());
  }
}

void Machine::start() {
  ++starts_;
  name_ = "m" + std::to_string(number_) + "." + std::to_string(starts_);
  around_.tell(name_ + " starts");
  try {
    process_ = std::make_unique<Process>(around_, name_, workers_, clock_, table_, files_, mailer_);
  } catch (const Failure&) {
    start_at_ = around_.time.now + Milliseconds(500);
  }
}

void Machine::gone() {
  process_.reset();
  leave_by_.reset();
  busy_ = false;
  start_at_ = around_.time.now + Milliseconds(around_.dice.between(300, 6'000));
}

void Machine::cut_power() {
  if (!process_ || busy_) return;
  around_.tell(name_ + " loses power");
  ++around_.crashes;
  gone();
}

void Machine::shut_down() {
  if (!process_ || busy_ || leave_by_) return;
  around_.tell(name_ + " shuts down");
  leave_by_ = around_.time.now + Milliseconds(10'000);
  for (const auto& worker : process_->work_force) worker->shut_down();
}

void Machine::leave_if_idle() {
  if (!leave_by_) return;
  const bool idle = std::ranges::all_of(process_->work_force, [](const auto& worker) { return worker->idle(); });
  if (!idle && around_.time.now < *leave_by_) return;
  around_.tell(name_ + (idle ? " is down" : " is ended while it works"));
  gone();
}

void Machine::jump_clock() {
  clock_.jump_to(draw_wall_offset());
}

void Machine::recover() {
  paused_until_ = Milliseconds(0);
  start_at_ = std::min(start_at_, around_.time.now);
}

void Machine::die(const char* what) {
  ++around_.crashes;
  throw Crash{what};
}

void Machine::before(const char* what) {
  const Weather& weather = around_.weather;
  Dice& dice = around_.dice;
  if (dice.chance(weather.meddled)) around_.let_others_act(*this);
  if (dice.chance(weather.slow)) {
    const Milliseconds lease = weather.worker.lease;
    around_.let_time_pass(Milliseconds(dice.between(100, dice.chance(0.3) ? 2 * lease.count() : 2'000)));
  }
  if (dice.chance(weather.crash)) die(what);
  if (around_.outage || dice.chance(weather.refused)) {
    throw Failure(FailureKind::retry, "store_error", "it failed: try again", std::string(what) + " was not done");
  }
}

void Machine::after(const char* what) {
  if (around_.dice.chance(around_.weather.crash)) die(what);
  if (!around_.dice.chance(around_.weather.unanswered)) return;
  throw Failure(FailureKind::retry, "store_error", "it failed: try again", std::string(what) + " was not answered");
}

}  // namespace exportd::testing
