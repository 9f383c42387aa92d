// What goes into and comes out of a TaskStore (ports.hpp), and the rules every store keeps.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/addressee.hpp"
#include "core/audit_event.hpp"
#include "core/run_moves.hpp"
#include "core/task.hpp"

namespace exportd {

// The same on every instance of a service; a store refuses to open with another `parallel` than it was made with.
struct QueueRules {
  int parallel = 3;      // Processing at once, over all instances
  int attempts_max = 4;  // the first and the retries
  std::size_t pending_max = 10'000;
  std::chrono::milliseconds reuse{std::chrono::hours(24)};  // how long a Succeeded run answers the same request
  std::chrono::milliseconds keep{0};                        // how long a file is kept; 0: for ever
  // How long the same idempotency key is the same request (CONTRACT section 1).
  std::chrono::milliseconds idempotency{std::chrono::hours(24)};
};

struct NewRequest {
  Task task;
  std::optional<Addressee> email;           // who wants mail; nullopt: nobody
  std::string idempotency_key;              // empty: none
  std::function<TokenHash(int run)> token;  // of this requester, for the run it ends up in; pure
  std::string data_version;                 // of the search store now; empty: unknown
  bool refresh = false;                     // wants a run that begins after now
  int creations_per_day = 0;                // runs that the address may have made; more: quota_spent; 0: no limit
  ActorKind actor = ActorKind::requester;
};

enum class Admission { created, joined, reused, repeated /* the same request has been taken before */ };

enum class Refusal {
  queue_full,
  not_found,
  lost_race,         // the run, slot or record is no longer what the caller thinks
  cancel_requested,  // a run that is to be cancelled cannot succeed or go on
  wrong_token,
  already_ended,
  quota_spent,
};

struct Admitted {
  Admission admission{};
  TaskRecord record;
};

struct PendingEntry {
  TaskId task;
  int run = 1;
  friend bool operator==(const PendingEntry&, const PendingEntry&) = default;
};

// A run in a slot. `lease` is the token it was claimed with and stays; `token` is that of the attempt under way.
struct Claim {
  TaskRecord record;
  int slot = 0;
  FencingToken lease;
  FencingToken token;
};

// The lease as an observer sees it: it is dead when `beat` stands still for lease_seconds of the observer's clock.
struct SlotView {
  int slot = 0;
  std::optional<PendingEntry> run;  // nullopt: free
  FencingToken lease;
  FencingToken token;
  std::uint64_t beat = 0;
  std::string worker;
  std::string search_context;  // of the search store; to be released when the worker is dead
};

// The tokens that this store has given: above `above`, up to `newest`. Those before are of a store it was restored
// from.
struct TokenRange {
  FencingToken above;
  FencingToken newest;
};

struct Renewal {
  bool cancel_requested = false;
};

struct Left {
  TaskRecord record;
  bool others_remain = false;  // the run goes on for them
};

// The run has ended and somebody is to be told. `version` changes when somebody else joins it.
struct OutboxEntry {
  TaskId task;
  int run = 0;
  std::uint64_t version = 0;
};

// A download has begun or ended.
struct DownloadNews {
  TaskId task;
  int run = 0;
  AuditKind kind{};  // download_started, download_ended
  Download download;
  WallTime at{};
};

enum class MailOutcome { sent, held };

// What is counted by the day for each address.
enum class DailyCount { mails, creations };

// Who does the housekeeping. Held like a slot: by a beat that others watch on their own clocks.
struct DutyView {
  std::string holder;  // instance; empty: nobody yet
  std::uint64_t beat = 0;
  std::uint64_t version = 0;
};

struct TaskFilter {
  std::optional<Status> status;
  std::string environment;  // empty: all
  std::optional<WallTime> since;
  bool mail_waiting = false;  // ended, and somebody is still to be told: what TaskCounts::mail_backlog counts
  std::string cursor;         // empty: from the newest
  std::size_t limit = 100;
};

struct TaskPage {
  std::vector<TaskRecord> records;  // one of each run, newest first; those whose mail waits in the order of their ids
  std::string next_cursor;          // empty: no more
};

struct TaskCounts {
  std::uint64_t pending = 0, processing = 0, failed = 0, succeeded = 0, cancelled = 0;
  std::uint64_t mail_backlog = 0;
  std::uint64_t files = 0, file_bytes = 0;  // that are kept: until their objects are gone; stored_bytes() of each
  std::optional<WallTime> oldest_pending;   // when it was created
};

}  // namespace exportd
