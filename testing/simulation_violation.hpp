// How a simulated world ends one of its steps early: its process died, or a promise was broken.
#pragma once

#include <stdexcept>
#include <string>

namespace exportd::testing {

// The process dies here. No std::exception, so that nothing in the program can mistake it for an error to handle.
struct Crash {
  std::string where;
};

// What must never be has happened; the world ends.
class Violation final : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace exportd::testing
