// People: one of those who ask a simulated service for files, repeat what was not answered, leave, cancel and retry.
#pragma once

#include <functional>
#include <optional>

#include "testing/simulation_surroundings.hpp"

namespace exportd::testing {

class People {
 public:
  People(Surroundings& around, int number) : around_(around), number_(number) {}

  // Does one thing with the task store of some machine. Throws what that throws.
  void act(TaskStore& tasks);
  // What they were about to repeat is no longer known to anybody.
  void forget() { unanswered_.reset(); }
  [[nodiscard]] int acts() const { return acts_; }

 private:
  void ask_anew(TaskStore& tasks);
  void ask(TaskStore& tasks, std::size_t request);
  void leave(TaskStore& tasks);
  void cancel(TaskStore& tasks);
  void retry(TaskStore& tasks);
  void look(TaskStore& tasks);
  void check_admission(SentRequest& request, const NewRequest& sent, const Admitted& admitted);
  [[nodiscard]] TaskId some_task();

  Surroundings& around_;
  const int number_;
  int acts_ = 0;
  int secrets_ = 0;
  std::optional<std::size_t> unanswered_;  // the request to be sent again
};

}  // namespace exportd::testing
