// TaskBackups: copies of the task store, each kind of store in its own way.
#pragma once

#include <string>

namespace exportd::app {

class TaskBackups {
 public:
  virtual ~TaskBackups() = default;
  // Makes one now and returns what it is called, a line each. Throws Failure.
  virtual std::string take() = 0;
  // The housekeeper's: makes one if the last is old enough, and removes those that are too old.
  virtual void take_if_due() = 0;
};

}  // namespace exportd::app
