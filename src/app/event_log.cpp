#include "app/event_log.hpp"

#include <array>
#include <boost/json.hpp>
#include <cstdio>
#include <utility>

#include "core/rfc3339.hpp"

namespace exportd::app {

namespace json = boost::json;

class EventLog::Line {
 public:
  Line(LogLevel level, json::object fields) : level_(level), fields_(std::move(fields)) {}
  Line& of(const TaskRecord& record) {
    fields_["task"] = record.task.id.text();
    fields_["run"] = record.run.number;
    fields_["attempt"] = record.run.attempts.size();
    return *this;
  }
  Line& of(const Claim& claim) {
    of(claim.record);
    fields_["slot"] = claim.slot;
    fields_["token"] = claim.token.value;
    return *this;
  }
  Line& with(std::string_view name, json::value value) {
    fields_[name] = std::move(value);
    return *this;
  }
  Line& failed(const Failure& failure) {
    fields_["code"] = failure.code();
    fields_["message"] = failure.message();
    if (!failure.detail().empty()) fields_["detail"] = failure.detail();
    return *this;
  }
  [[nodiscard]] LogLevel level() const { return level_; }
  [[nodiscard]] std::string text() const { return json::serialize(fields_); }

 private:
  LogLevel level_;
  json::object fields_;
};

EventLog::EventLog(const Clock& clock, LogLevel least, std::string instance)
    : clock_(clock), least_(least), instance_(std::move(instance)) {}

EventLog::Line EventLog::line(LogLevel level, std::string_view event) const {
  constexpr std::array<std::string_view, 4> names{"debug", "info", "warn", "error"};
  return {level,
          {{"time", rfc3339(clock_.wall())},
           {"level", names.at(static_cast<std::size_t>(level))},
           {"event", event},
           {"instance", instance_}}};
}

void EventLog::write(const Line& line) {
  if (line.level() < least_) return;
  const std::string text = line.text() + "\n";
  const std::lock_guard lock(mutex_);
  std::fwrite(text.data(), 1, text.size(), stderr);
}

void EventLog::note(std::string_view event, std::string_view text) {
  write(line(LogLevel::info, event).with("text", json::value(text)));
}

void EventLog::answered(const api::Answered& answered) {
  const bool changes = answered.method == "POST" || answered.method == "DELETE";
  const LogLevel level = answered.status >= 500 ? LogLevel::warn : changes ? LogLevel::info : LogLevel::debug;
  write(line(level, "request")
            .with("request", json::value(answered.request_id))
            .with("method", json::value(answered.method))
            .with("route", json::value(answered.route))
            .with("status", answered.status)
            .with("seconds", answered.seconds.count())
            .with("bytes", answered.bytes_sent));
}

void EventLog::claimed(const Claim& claim, std::string_view worker) {
  write(line(LogLevel::info, "claimed").of(claim).with("worker", json::value(worker)));
}

void EventLog::attempt_failed(const Claim& claim, const Failure& failure, std::string_view worker) {
  write(line(LogLevel::warn, "attempt failed").of(claim).with("worker", json::value(worker)).failed(failure));
}

void EventLog::stage_took(const Claim& claim, Stage stage, std::chrono::duration<double> seconds) {
  write(line(LogLevel::debug, "stage")
            .of(claim)
            .with("stage", json::value(stage_name(stage)))
            .with("seconds", seconds.count()));
}

void EventLog::settled(const TaskRecord& record, std::string_view worker) {
  const Run& run = record.run;
  Line told = line(LogLevel::info, "settled");
  told.of(record).with("worker", json::value(worker)).with("status", json::value(status_name(run.status.now())));
  if (run.receipt) {
    told.with("records", run.receipt->records)
        .with("bytes", run.receipt->bytes)
        .with("sha256", json::value(run.receipt->sha256));
  }
  if (run.error) told.with("code", json::value(run.error->code));
  write(told);
}

void EventLog::given_back(const Claim& claim, std::string_view worker) {
  write(line(LogLevel::info, "given back").of(claim).with("worker", json::value(worker)));
}

void EventLog::lease_lost(const Claim& claim, std::string_view worker) {
  write(line(LogLevel::warn, "lease lost").of(claim).with("worker", json::value(worker)));
}

void EventLog::taken_over(const TaskRecord& record, const SlotView& slot) {
  write(line(LogLevel::warn, "taken over")
            .of(record)
            .with("worker", json::value(slot.worker))
            .with("token", slot.token.value)
            .with("status", json::value(status_name(record.run.status.now()))));
}

void EventLog::mailed(const TaskRecord& record, MailOutcome outcome) {
  write(line(LogLevel::info, outcome == MailOutcome::sent ? "mailed" : "mail held").of(record));
}

void EventLog::expired(const TaskRecord& record) {
  write(line(LogLevel::info, "expired").of(record));
}

void EventLog::removed(const ObjectKey& key, std::string_view why) {
  write(line(LogLevel::info, "object removed").with("object", json::value(key.text())).with("why", json::value(why)));
}

void EventLog::trouble(std::string_view where, const Failure& failure) {
  write(line(LogLevel::error, "trouble").with("where", json::value(where)).failed(failure));
}

}  // namespace exportd::app
