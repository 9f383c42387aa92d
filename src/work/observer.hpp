// Observer: told of everything worth a log line or a number (docs/operations.md). Every call may come from any thread.
#pragma once

#include <chrono>
#include <string_view>

#include "core/failure.hpp"
#include "core/task_queue.hpp"

namespace exportd::work {

class Observer {
 public:
  virtual ~Observer() = default;
  virtual void claimed(const Claim&, std::string_view /*worker*/) {}
  virtual void attempt_failed(const Claim&, const Failure&, std::string_view /*worker*/) {}
  virtual void stage_took(const Claim&, Stage, std::chrono::duration<double>) {}
  virtual void settled(const TaskRecord&, std::string_view /*worker*/) {}
  virtual void given_back(const Claim&, std::string_view /*worker*/) {}
  // The worker no longer holds its claim: it was taken over, or could not be renewed in time.
  virtual void lease_lost(const Claim&, std::string_view /*worker*/) {}
  virtual void taken_over(const TaskRecord&, const SlotView&) {}
  virtual void mailed(const TaskRecord&, MailOutcome) {}
  virtual void expired(const TaskRecord&) {}
  virtual void removed(const ObjectKey&, std::string_view /*why*/) {}
  // A part of the service answers with errors; what was to be done will be tried again.
  virtual void trouble(std::string_view /*where*/, const Failure&) {}
};

}  // namespace exportd::work
