// Task, Run, Attempt, Requester: what the task store keeps (docs/architecture.md section 10).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
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
};

// Only grows; every attempt has its own, and every write of a run is conditional on it.
struct FencingToken {
  std::uint64_t value = 0;
  friend auto operator<=>(const FencingToken&, const FencingToken&) = default;
};

struct RunError {
  std::string code;
  std::string message;  // for the scientist; never hosts, paths or credentials
};

struct Attempt {
  int number = 1;
  FencingToken token;
  WallTime started_at{};
  std::optional<WallTime> ended_at;
  std::optional<RunError> error;
};

struct Run {
  int number = 1;
  std::uint64_t version = 0;  // of the record; grows with every write
  std::uint64_t place = 0;    // in the queue
  Status status = Status::pending;
  Progress progress;
  std::vector<Attempt> attempts;
  int takeovers = 0;
  WallTime created_at{};
  std::optional<WallTime> started_at;
  std::optional<WallTime> finished_at;
  std::optional<WallTime> expires_at;
  std::optional<RunError> error;
  std::optional<Receipt> receipt;  // with Succeeded, and only then
  std::string data_version;        // empty: unknown
};

struct TaskRecord {
  Task task;
  Run run;  // the newest
};

// SHA-256 of a cancel token; the token itself is never kept.
struct TokenHash {
  std::string hex;
  friend auto operator<=>(const TokenHash&, const TokenHash&) = default;
};

// One accepted request for a run.
struct Requester {
  TokenHash token;
  std::string email;            // empty: none
  std::string idempotency_key;  // empty: none
  WallTime requested_at{};
};

}  // namespace exportd
