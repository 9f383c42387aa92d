// World: machines, people and fate, and the order in which they act.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "testing/dynamo_model.hpp"
#include "testing/memory_file_store.hpp"
#include "testing/memory_table.hpp"
#include "testing/simulation.hpp"
#include "testing/simulation_machine.hpp"
#include "testing/simulation_people.hpp"
#include "testing/simulation_watched.hpp"

namespace exportd::testing {

class World final : public Surroundings {
 public:
  explicit World(const SimulationOrder& order);
  // From the first start to the end of everything. Throws Violation.
  void run();
  [[nodiscard]] SimulationOutcome outcome();

  tasks::RecordTable& table() override;
  FileStore& files() override { return watched_files_; }
  Mailer& mailer() override { return watched_mailer_; }
  Referee& referee() override { return referee_; }
  void let_others_act(const Machine& caller) override;
  void let_time_pass(Milliseconds time) override;
  [[nodiscard]] bool traced() const override { return order_.traced; }
  void tell(const std::string& line) override;

 private:
  void run_until(Milliseconds until, const std::function<bool()>& done);
  // Who is to act next, and when; nobody before `until`: nullopt.
  struct Turn {
    Milliseconds at{0};
    std::function<void()> act;
  };
  [[nodiscard]] std::optional<Turn> next_turn(Milliseconds until);
  void people_act(std::size_t who);
  void note(const AuditEvent& event);

  void begin_faults();
  void fate();
  void fate_of(Machine& machine);
  void fate_of_the_store();
  void put_back_the_store();
  void calm_down();
  void wait_for_the_end();
  void wait_for_expiry();
  void last_rounds();

  const SimulationOrder order_;
  MemoryTable raw_table_;
  MemoryFileStore raw_files_;
  Referee referee_;
  WatchedTable watched_table_;
  std::optional<DynamoModel> dynamo_;  // between the machines and the table
  WatchedFiles watched_files_;
  WatchedMailer watched_mailer_;
  std::deque<Machine> machines_;
  struct Person {
    People people;
    Milliseconds due{0};
    bool busy = false;
  };
  std::deque<Person> people_;

  int depth_ = 0;          // how many are in the middle of something
  int turns_at_once_ = 0;  // no time has passed between them
  bool storm_ = true;
  Milliseconds fate_due_{0};
  Milliseconds outage_until_{0};
  Milliseconds snapshot_at_{0};
  Milliseconds restore_at_{0};
  struct Snapshot {
    MemorySnapshot store;
    History history;
  };
  std::optional<Snapshot> snapshot_;
  FencingToken floor_;  // of the store that was put back
  SimulationOutcome outcome_;
};

}  // namespace exportd::testing
