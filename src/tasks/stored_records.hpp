// The records of the task store, their keys and their bodies. docs/task-store.md has the table of all of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/task_queue.hpp"
#include "tasks/record_table.hpp"

namespace exportd::tasks {

// ---- what hangs on one task: partition "task#ID" ----------------------------------------------------------------

struct Head {
  Task task;
  int newest = 0;              // run
  std::uint64_t sequence = 0;  // of the last audit event
};

// One accepted request, found by its token. The address is kept apart (WaitingAddress).
struct Requester {
  int run = 0;
  std::string address_key;  // of its WaitingAddress; empty: no mail wanted
  WallTime requested_at{};
  bool left = false;
};

// An idempotency key that was used.
struct UsedKey {
  int run = 0;
  TokenHash token;
  WallTime at{};
};

// One address that wants mail about one run, for however many requesters.
struct WaitingAddress {
  std::string address;  // empty: erased
  int waiting = 0;      // requesters who have not left
};

[[nodiscard]] std::string task_partition(const TaskId& task);
[[nodiscard]] RecordKey head_key(const TaskId& task);
[[nodiscard]] RecordKey run_key(const TaskId& task, int run);
[[nodiscard]] RecordKey requester_key(const TaskId& task, const TokenHash& token);
[[nodiscard]] RecordKey used_key_key(const TaskId& task, std::string_view idempotency_key);
[[nodiscard]] RecordKey addressee_key(const TaskId& task, int run, const KeyedAddress& address);
[[nodiscard]] std::string addressee_prefix(int run);
[[nodiscard]] std::string mailed_prefix(int run);
[[nodiscard]] RecordKey mailed_key(const TaskId& task, int run, const KeyedAddress& address);

// ---- of the whole queue -----------------------------------------------------------------------------------------

// A slot of the `parallel` there are. Absent or without a run: free.
struct Slot {
  std::optional<PendingEntry> run;
  FencingToken lease;
  FencingToken token;
  std::uint64_t beat = 0;  // since the claim
  std::string worker;
  std::string search_context;
  Progress progress;
  bool cancel = false;
};

struct Tally {
  std::uint64_t failed = 0, succeeded = 0, cancelled = 0;  // runs that have ended
  std::uint64_t files = 0, file_bytes = 0;                 // of those, what still lies in the file store
};

// A run has ended so: with its file, if it has one.
void count_ended(Tally& tally, const Run& run);
void count_removed(Tally& tally, const Receipt& receipt);

[[nodiscard]] RecordKey slot_key(int slot);
[[nodiscard]] RecordKey queue_key(std::uint64_t place);
[[nodiscard]] RecordKey place_counter_key();
[[nodiscard]] RecordKey token_counter_key();
[[nodiscard]] RecordKey token_floor_key();
[[nodiscard]] RecordKey tally_key();
[[nodiscard]] RecordKey rules_key();
[[nodiscard]] RecordKey duty_key();
[[nodiscard]] RecordKey outbox_key(const TaskId& task, int run);
[[nodiscard]] PendingEntry outbox_entry(const RecordKey& key);  // the run of an outbox_key
// Ordered by the day, so that the oldest come first.
[[nodiscard]] RecordKey count_key(DailyCount what, const KeyedAddress& address, std::int64_t day);
[[nodiscard]] std::string day_text(std::int64_t day);
[[nodiscard]] RecordKey suppressed_key(const KeyedAddress& address);
// Ordered by time, so that what is due comes first: partition "created", "expiry", "expired" or "erasure".
[[nodiscard]] RecordKey timed_key(std::string_view partition, WallTime time, const TaskId& task, int run);
// What stands before '#': the time of a timed key, for comparing.
[[nodiscard]] std::string time_text(WallTime time);
[[nodiscard]] std::string log_partition(const TaskId& task);
[[nodiscard]] std::string log_sort(std::uint64_t sequence);
// Downloads have a partition of their own for each task: they leave no gap in the sequence and are ordered by time.
[[nodiscard]] std::string download_log_partition(const TaskId& task);
[[nodiscard]] RecordKey download_log_key(const DownloadNews& news);
[[nodiscard]] bool is_of_download(const LogEntry& entry);

// ---- bodies -----------------------------------------------------------------------------------------------------

[[nodiscard]] std::string body_of(const Head& head);
[[nodiscard]] std::string body_of(const Run& run);
[[nodiscard]] std::string body_of(const Requester& requester);
[[nodiscard]] std::string body_of(const UsedKey& used);
[[nodiscard]] std::string body_of(const WaitingAddress& waiting);
[[nodiscard]] std::string body_of(const Slot& slot);
[[nodiscard]] std::string body_of(const Tally& tally);
[[nodiscard]] std::string body_of(const PendingEntry& entry);
[[nodiscard]] std::string body_of(const DutyView& duty);
[[nodiscard]] std::string body_of(const AuditEvent& event);
[[nodiscard]] std::string body_of_number(std::uint64_t number);

// The other way; Failure(ours, "corrupt_store") when the body is damaged.
template <class Kind>
[[nodiscard]] Kind read_body(std::string_view body);
[[nodiscard]] std::uint64_t read_number(std::string_view body);

}  // namespace exportd::tasks
