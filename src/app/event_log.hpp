// EventLog: what happens in the service, one line of JSON for each event, on standard error. User text is escaped by
// JSON; addresses and tokens are never in it. docs/operations.md lists the events.
#pragma once

#include <mutex>
#include <string>

#include "api/http_server.hpp"
#include "core/ports.hpp"
#include "work/observer.hpp"

namespace exportd::app {

enum class LogLevel { debug, info, warn, error };

class EventLog final : public work::Observer {
 public:
  EventLog(const Clock& clock, LogLevel least, std::string instance);

  void claimed(const Claim& claim, std::string_view worker) override;
  void attempt_failed(const Claim& claim, const Failure& failure, std::string_view worker) override;
  void stage_took(const Claim& claim, Stage stage, std::chrono::duration<double> seconds) override;
  void settled(const TaskRecord& record, std::string_view worker) override;
  void given_back(const Claim& claim, std::string_view worker) override;
  void lease_lost(const Claim& claim, std::string_view worker) override;
  void taken_over(const TaskRecord& record, const SlotView& slot) override;
  void mailed(const TaskRecord& record, MailOutcome outcome) override;
  void expired(const TaskRecord& record) override;
  void removed(const ObjectKey& key, std::string_view why) override;
  void trouble(std::string_view where, const Failure& failure) override;

  // A request of the HTTP API: at debug, at info when it changed something, at warn from status 500 on.
  void answered(const api::Answered& answered);

  // Of the process itself: "started", "stopping".
  void note(std::string_view event, std::string_view text);

 private:
  class Line;
  [[nodiscard]] Line line(LogLevel level, std::string_view event) const;
  void write(const Line& line);

  const Clock& clock_;
  const LogLevel least_;
  const std::string instance_;
  std::mutex mutex_;
};

}  // namespace exportd::app
