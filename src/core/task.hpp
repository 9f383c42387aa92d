// Task, Run, Attempt, Requester: what the task store keeps (docs/task-service.md).
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/progress.hpp"
#include "core/receipt.hpp"
#include "core/status.hpp"
#include "core/task_id.hpp"

namespace exportd {

using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;

// What is exported. The three texts are what the id is derived from.
struct Task {
  TaskId id;
  std::string environment;
  std::string search_parameters;  // canonical
  std::string file_options;       // canonical
  friend bool operator==(const Task&, const Task&) = default;
};

// Only grows; every attempt has its own, and every write of a run is conditional on it.
struct FencingToken {
  std::uint64_t value = 0;
  friend auto operator<=>(const FencingToken&, const FencingToken&) = default;
};

struct RunError {
  std::string code;
  std::string message;  // for the scientist; never hosts, paths or credentials
  friend bool operator==(const RunError&, const RunError&) = default;
};

// One that was given back by a clean shutdown is not kept: it does not count.
struct Attempt {
  int number = 1;
  FencingToken token;
  WallTime started_at{};
  std::optional<WallTime> ended_at;
  std::optional<RunError> error;
  friend bool operator==(const Attempt&, const Attempt&) = default;
};

// What has become of the mail about an ended run.
enum class Notification {
  none,    // nobody asked for mail
  queued,  // to be sent when the run ends, or being sent
  sent,
  held,  // to one address at least it was held back: over its daily number, or unsubscribed
};

inline constexpr std::array<std::string_view, 4> notification_names{"none", "queued", "sent", "held"};

struct Run {
  int number = 1;
  std::uint64_t version = 0;  // of the record; grows with every change anybody can see
  std::uint64_t place = 0;    // in the queue
  RunStatus status;
  Progress progress;
  std::vector<Attempt> attempts;
  std::optional<int> slot;  // the one that holds it, while Processing
  int takeovers = 0;
  bool cancel_requested = false;  // while Processing: its worker will end it; it takes nobody in any more
  int requesters = 0;             // who have not left
  int requesters_from = 0;        // a retried run takes along the requesters of all runs from this number on
  WallTime created_at{};
  std::optional<WallTime> started_at;
  std::optional<WallTime> finished_at;
  std::optional<WallTime> expires_at;
  std::optional<WallTime> expired_at;  // no new download from here on
  std::optional<WallTime> deleted_at;  // its objects are gone
  std::optional<RunError> error;
  std::optional<Receipt> receipt;  // with Succeeded, and only then
  Notification notification = Notification::none;
  std::string data_version;  // of the records in the file; empty: unknown
  friend bool operator==(const Run&, const Run&) = default;
};

struct TaskRecord {
  Task task;
  Run run;  // the newest, or the one asked for
};

// SHA-256 of a cancel token; the token itself is never kept.
struct TokenHash {
  std::string hex;
  friend auto operator<=>(const TokenHash&, const TokenHash&) = default;
};

}  // namespace exportd
