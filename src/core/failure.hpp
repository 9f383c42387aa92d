// Failure: the one exception type. It says what to do about it, not what broke, and is caught at two
// places only: the HTTP session (or the command line) and the worker's attempt.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace exportd {

enum class FailureKind {
  retry,       // transient: the same attempt may succeed later
  reject,      // the request itself is at fault; trying again cannot heal it
  too_many,    // reject, because the search holds more records than the limit
  cancel,      // somebody asked to stop
  lost_lease,  // another worker owns the run now: write nothing more
  ours,        // broken set-up, full disk, corrupt store, a bug: the operator must act
};

class Failure : public std::runtime_error {
 public:
  // `code`: short and machine-readable, snake_case. `message`: one line for the user, "what: why: what to do".
  // `detail`: for the operator's log only (paths, hosts, system errors); may be empty. `parameter`: the
  // request's parameter at fault, or empty.
  Failure(FailureKind kind, std::string code, const std::string& message, std::string detail = {},
          std::string parameter = {})
      : std::runtime_error(message),
        kind_(kind),
        code_(std::move(code)),
        detail_(std::move(detail)),
        parameter_(std::move(parameter)) {}

  [[nodiscard]] FailureKind kind() const { return kind_; }
  [[nodiscard]] const std::string& code() const { return code_; }
  [[nodiscard]] std::string message() const { return what(); }
  [[nodiscard]] const std::string& detail() const { return detail_; }
  [[nodiscard]] const std::string& parameter() const { return parameter_; }

 private:
  FailureKind kind_;
  std::string code_;
  std::string detail_;
  std::string parameter_;
};

}  // namespace exportd
