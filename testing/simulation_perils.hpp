// Perils: what may happen to a call of one machine to something outside of it. Every call goes through call().
#pragma once

#include <type_traits>

#include "core/failure.hpp"
#include "testing/simulation_violation.hpp"

namespace exportd::testing {

class Perils {
 public:
  virtual ~Perils() = default;

  // `what` is done, or not, and the caller is told, or not. Throws Failure or Crash.
  template <class Call>
  auto call(const char* what, const Call& done) {
    before(what);
    if constexpr (std::is_void_v<decltype(done())>) {
      done();
      after(what);
    } else {
      auto answer = done();
      after(what);
      return answer;
    }
  }

 protected:
  virtual void before(const char* what) = 0;
  virtual void after(const char* what) = 0;
};

}  // namespace exportd::testing
