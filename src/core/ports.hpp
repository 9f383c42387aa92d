// Every seam of the program on one page. A port is what its caller needs, not what a technology offers.
// Every call may throw Failure; a lost race or an unknown count is a value. Implementations are the adapters in
// search/, files/, tasks/ and mail/; the contract suites in tests/contract/ say what all of them must do.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/analyte.hpp"
#include "core/audit_event.hpp"
#include "core/criteria.hpp"
#include "core/environment.hpp"
#include "core/notice.hpp"
#include "core/page.hpp"
#include "core/result.hpp"
#include "core/task.hpp"
#include "core/task_id.hpp"

namespace exportd {

using MonotonicTime = std::chrono::steady_clock::time_point;

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual WallTime wall() const = 0;            // for people
  [[nodiscard]] virtual MonotonicTime monotonic() const = 0;  // for decisions
  // Returns true at `until`, false as soon as `stop` is requested.
  virtual bool sleep_until(MonotonicTime until, const std::stop_token& stop) = 0;
};

// Where bytes go. finish() makes them count; destroying an unfinished sink abandons all of them, visibly nowhere.
class ByteSink {
 public:
  virtual ~ByteSink() = default;
  virtual void write(std::string_view bytes) = 0;
  virtual void finish() = 0;
};

// ---- Search: the records ---------------------------------------------------------------------------------------

class PageStream {
 public:
  virtual ~PageStream() = default;  // closes the server's context, in every way out
  // The next documents, each document once, in the order asked for; nullopt after the last.
  virtual std::optional<Page> next(const std::stop_token& stop) = 0;
};

struct OpenedSearch {
  std::uint64_t total = 0;  // exactly the number of documents that `pages` will give
  std::string data_version;
  std::string context;  // names the server's context for release(); empty: none is held
  std::unique_ptr<PageStream> pages;
};

struct Suggestion {
  std::string value;
  std::uint64_t records = 0;
};

class Search {
 public:
  virtual ~Search() = default;
  // nullopt: not known by the deadline. An error is a Failure, never 0.
  virtual std::optional<std::uint64_t> count(const Environment&, const Criteria&, MonotonicTime deadline) = 0;
  // The first n documents in the environment's order, of an environment's selection.
  virtual Page preview(const Environment&, const Criteria&, std::size_t n) = 0;
  // Every distinct analyte that any record of the environment holds.
  virtual std::vector<Analyte> analytes(const Environment&) = 0;
  // Values of a text parameter that begin with `prefix` (lower-cased), most frequent first, at most n.
  virtual std::vector<Suggestion> suggest(const Environment&, const ParameterSpec&, std::string_view prefix,
                                          std::size_t n) = 0;
  // Changes whenever the environment's records change; empty: unknown.
  virtual std::string data_version(const Environment&) = 0;
  // One consistent view of the selection, in environment.order.
  virtual OpenedSearch open(const Environment&, const Criteria&, const std::stop_token& stop) = 0;
  // Closes a context that a dead worker left; an unknown one is no error.
  virtual void release(std::string_view context) = 0;
};

// ---- FileStore: the sealed objects -----------------------------------------------------------------------------

class ObjectReader {
 public:
  virtual ~ObjectReader() = default;
  [[nodiscard]] virtual std::uint64_t size() const = 0;
  // Fills `into` from `offset`; returns the bytes read, fewer than asked for only at the end of the object.
  virtual std::size_t read_at(std::uint64_t offset, std::span<char> into) = 0;
};

struct ObjectStat {
  std::uint64_t bytes = 0;
  WallTime modified{};
};

class FileStore {
 public:
  virtual ~FileStore() = default;
  // The object appears, whole, when the sink is finished; Failure "object_exists" if the key is taken by then.
  virtual std::unique_ptr<ByteSink> create(const ObjectKey&) = 0;
  // nullptr: no such object.
  virtual std::unique_ptr<ObjectReader> open(const ObjectKey&) = 0;
  virtual std::optional<ObjectStat> stat(const ObjectKey&) = 0;
  // false: there was none.
  virtual bool remove(const ObjectKey&) = 0;
  // All keys that begin with `prefix`, in byte order.
  virtual std::vector<ObjectKey> list(std::string_view prefix) = 0;
  // Removes what unfinished uploads left that began before `before`; returns how many.
  virtual std::size_t abort_unfinished(WallTime before) = 0;
};

// ---- TaskStore: the queue and its history ----------------------------------------------------------------------
// Each call is one atomic step that touches at most 10 records, whatever the number of requesters.

struct NewRequest {
  Task task;
  Requester requester;
  std::string data_version;  // of the search store now; empty: unknown
  bool refresh = false;
};

enum class Admission { created, joined, reused, repeated /* same idempotency key */ };
enum class Refusal { queue_full, not_found, lost_race, wrong_token, already_ended, quota_spent };

struct Admitted {
  Admission admission{};
  TaskRecord record;
};

struct Claim {
  TaskRecord record;
  int slot = 0;
  FencingToken token;
};

// The lease as an observer sees it: it is dead when `beat` stands still for lease_seconds of the observer's clock.
struct SlotView {
  int slot = 0;
  std::optional<TaskId> task;
  int run = 0;
  FencingToken token;
  std::uint64_t beat = 0;
  std::string search_context;
};

struct Renewal {
  bool cancel_requested = false;
};

struct Settlement {
  Status status{};  // Succeeded, Failed or Cancelled
  std::optional<Receipt> receipt;
  std::optional<RunError> error;
};

struct OutboxEntry {
  TaskId task;
  int run = 0;
  Requester requester;
};

struct TaskFilter {
  std::optional<Status> status;
  std::string environment;  // empty: all
  std::optional<WallTime> since;
  std::string cursor;  // empty: from the start
  std::size_t limit = 100;
};

struct TaskPage {
  std::vector<TaskRecord> records;
  std::string next_cursor;  // empty: no more
};

struct TaskCounts {
  std::uint64_t pending = 0, processing = 0, failed = 0, succeeded = 0, cancelled = 0;
  std::uint64_t mail_backlog = 0;
  std::optional<WallTime> oldest_pending;
};

class TaskStore {
 public:
  virtual ~TaskStore() = default;
  virtual Result<Admitted, Refusal> create_or_join(const NewRequest&) = 0;
  virtual std::optional<TaskRecord> get(const TaskId&, std::optional<int> run) = 0;
  virtual TaskPage list(const TaskFilter&) = 0;
  virtual TaskCounts counts() = 0;
  virtual std::vector<TaskId> pending() = 0;  // in the order of their places

  virtual std::optional<Claim> claim_next(std::string_view instance) = 0;
  virtual Result<FencingToken, Refusal> next_attempt(const Claim&, const RunError& reason) = 0;
  virtual Result<Renewal, Refusal> renew(const Claim&, const Progress&, std::string_view search_context) = 0;
  virtual Result<TaskRecord, Refusal> settle(const Claim&, const Settlement&) = 0;
  virtual Result<TaskRecord, Refusal> give_back(const Claim&) = 0;
  virtual std::vector<SlotView> slots() = 0;
  virtual Result<TaskRecord, Refusal> take_over(const SlotView& dead) = 0;
  virtual std::vector<FencingToken> live_tokens() = 0;

  virtual Result<TaskRecord, Refusal> request_cancel(const TaskId&, ActorKind) = 0;
  virtual Result<TaskRecord, Refusal> leave(const TaskId&, const TokenHash&) = 0;
  virtual Result<TaskRecord, Refusal> retry(const TaskId&) = 0;

  virtual std::vector<OutboxEntry> take_mail(std::size_t n) = 0;
  virtual void confirm_mail(const OutboxEntry&) = 0;
  virtual Result<int, Refusal> reserve_quota(std::string_view address_hash, int per_day) = 0;

  virtual void append_audit(const AuditEvent&) = 0;
  virtual std::vector<AuditEvent> audit(std::optional<TaskId>, std::optional<WallTime> since) = 0;
  virtual std::vector<TaskRecord> expire(WallTime now, std::size_t n) = 0;
};

// ---- Mailer ----------------------------------------------------------------------------------------------------

class Mailer {
 public:
  virtual ~Mailer() = default;
  // Returns when the next hop has taken the message; Failure retry or reject otherwise.
  virtual void send(const Message&) = 0;
};

}  // namespace exportd
