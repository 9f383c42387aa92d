// How a simulated world ends one of its steps early: its process died, or a promise was broken.
#pragma once

#include <string>

namespace exportd::testing {

// Neither is a std::exception: nothing in the program, which goes on after most of those, can mistake it for an error
// to handle.

// The process dies here.
struct Crash {
  std::string where;
};

// What must never be has happened; the world ends.
struct Violation {
  std::string what;
};

}  // namespace exportd::testing
