// Machine: one simulated machine with one process of the service on it: workers, a housekeeper, and the task store that
// requests come to. The process dies and is started anew, each time as another instance; the machine and its clock
// stay.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "testing/simulation_attempts.hpp"
#include "testing/simulation_lines.hpp"
#include "testing/simulation_surroundings.hpp"
#include "work/file_rounds.hpp"
#include "work/housekeeper.hpp"
#include "work/mail_round.hpp"
#include "work/worker.hpp"

namespace exportd::testing {

class Machine final : private Perils {
 public:
  Machine(Surroundings& around, int number, int workers);
  ~Machine() override;
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  // When it wants to be called again; never while it is in the middle of something.
  [[nodiscard]] Milliseconds due() const;
  // Does what is due; at least one of its parts when `early`. The process may die of it.
  void step(bool early);
  // Does `request` with the task store of this process; false: it died of it.
  template <class Request>
  bool serve(const Request& request) {
    return alive([&] { request(tasks_for_requests()); });
  }
  [[nodiscard]] bool takes_requests() const;
  [[nodiscard]] bool busy() const { return busy_; }

  void pause_until(Milliseconds time) { paused_until_ = time; }
  void cut_power();
  void shut_down();
  void jump_clock();
  void recover();  // it runs, now, and goes on

 private:
  struct Process;  // all of it dies together

  void before(const char* what) override;
  void after(const char* what) override;
  [[noreturn]] void die(const char* what);
  void start();
  void gone();
  void step_parts(bool early);
  void leave_if_idle();
  TaskStore& tasks_for_requests();
  [[nodiscard]] Milliseconds draw_wall_offset();

  template <class Action>
  bool alive(const Action& action) {
    busy_ = true;
    try {
      action();
      busy_ = false;
      return true;
    } catch (const Crash& crash) {
      around_.tell(name_ + " dies at " + crash.where);
      gone();
      return false;
    }
  }

  Surroundings& around_;
  const int number_;
  const int workers_;
  MachineClock clock_;
  TableLine table_;
  FileLine files_;
  MailLine mailer_;
  std::string name_;  // of the instance
  int starts_ = 0;
  bool busy_ = false;
  Milliseconds start_at_{0};
  Milliseconds paused_until_{0};
  std::optional<Milliseconds> leave_by_;  // it is shutting down
  std::unique_ptr<Process> process_;
};

}  // namespace exportd::testing
