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
#include "core/criteria.hpp"
#include "core/environment.hpp"
#include "core/notice.hpp"
#include "core/page.hpp"
#include "core/result.hpp"
#include "core/task_id.hpp"
#include "core/task_queue.hpp"

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
  // The first n documents of the selection, in the environment's order; fewer when their texts would not fit into
  // limits::page_bytes_max. nullopt: not known by the deadline.
  virtual std::optional<Page> preview(const Environment&, const Criteria&, std::size_t n, MonotonicTime deadline) = 0;
  // Every distinct analyte that any record of the environment holds.
  virtual std::vector<Analyte> analytes(const Environment&) = 0;
  // Every distinct analyte that a record of the selection holds. nullopt: not known by the deadline.
  virtual std::optional<std::vector<Analyte>> analytes_of(const Environment&, const Criteria&,
                                                          MonotonicTime deadline) = 0;
  // Values of a parameter (of `chemistry`, names of variables and groups) that begin with `prefix`, whatever its case;
  // the most frequent first, at most n. None for a kind that has no words to offer. nullopt: not known by the deadline.
  virtual std::optional<std::vector<Suggestion>> suggest(const Environment&, const ParameterSpec&,
                                                         std::string_view prefix, std::size_t n,
                                                         MonotonicTime deadline) = 0;
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
  // A store that is far away ends what it does for the sink within a second of `stop`, by Failure cancel.
  virtual std::unique_ptr<ByteSink> create(const ObjectKey&, const std::stop_token& stop) = 0;
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
// Each call is one atomic step that touches at most 10 records, whatever the number of requesters. A call whose reply
// was lost may be repeated: it then says what the first one did, or lost_race, and never does it twice.

class TaskStore {
 public:
  virtual ~TaskStore() = default;

  // Requests. docs/task-service.md, section 2, has the rules of joining and reuse.
  virtual Result<Admitted, Refusal> create_or_join(const NewRequest&) = 0;
  virtual Result<TaskRecord, Refusal> request_cancel(const TaskId&, ActorKind) = 0;  // of the newest run
  // The requester of that token leaves its run; the last one cancels it.
  virtual Result<Left, Refusal> leave(const TaskId&, const TokenHash&) = 0;
  // A new run after a Failed or Cancelled one, with its requesters.
  virtual Result<TaskRecord, Refusal> retry(const TaskId&, ActorKind) = 0;

  // Reading. A run under way has its slot's progress.
  virtual std::optional<TaskRecord> get(const TaskId&, std::optional<int> run) = 0;
  virtual TaskPage list(const TaskFilter&) = 0;
  virtual TaskCounts counts() = 0;
  virtual std::vector<PendingEntry> pending() = 0;  // in the order of their places
  virtual std::vector<SlotView> slots() = 0;
  virtual TokenRange tokens() = 0;
  // Puts it into the audit log, beside the events of its task. Told again with the same id, kind and time: nothing.
  virtual void record_download(const DownloadNews&) = 0;
  // With the downloads where they belong by their times.
  virtual std::vector<AuditEvent> audit(const TaskId&) = 0;
  // Of all tasks, oldest first; `cursor` as returned, empty at first and at the end.
  virtual std::vector<AuditEvent> audit_since(WallTime, std::string& cursor, std::size_t n) = 0;

  // Workers. `worker` names one worker thread of one process start, which holds at most one claim.
  virtual std::optional<Claim> claim_next(std::string_view worker) = 0;
  virtual Result<Claim, Refusal> next_attempt(const Claim&, const RunError& reason) = 0;
  virtual Result<Renewal, Refusal> renew(const Claim&, const Progress&, std::string_view search_context) = 0;
  virtual Result<TaskRecord, Refusal> settle(const Claim&, const Settlement&) = 0;
  virtual Result<TaskRecord, Refusal> give_back(const Claim&) = 0;

  // Housekeeping.
  virtual DutyView duty() = 0;
  virtual bool take_duty(const DutyView& seen, std::string_view instance) = 0;  // also the holder's beat
  virtual Result<TaskRecord, Refusal> take_over(const SlotView& dead) = 0;
  virtual std::vector<OutboxEntry> outbox(std::size_t n) = 0;
  // Up to n addressees of the entry's run that have had no mail; each once, whatever the spelling.
  virtual std::vector<Addressee> unsent(const OutboxEntry&, std::size_t n) = 0;
  virtual void record_mail(const OutboxEntry&, const KeyedAddress&, MailOutcome) = 0;
  virtual bool close_outbox(const OutboxEntry&) = 0;  // false: somebody has joined since
  // Counts one more for the address on that day (days since 1970, UTC) and returns how many that makes; quota_spent,
  // and nothing counted, if it would be too many.
  virtual Result<int, Refusal> reserve(DailyCount, const KeyedAddress&, std::int64_t day, int per_day) = 0;
  // Removes counts of days before that one; returns how many, 0: none are left.
  virtual std::size_t erase_counts(std::int64_t before_day) = 0;
  // No mail to that address any more; again as often as you like. Kept for ever, by its key alone.
  virtual void suppress(const KeyedAddress&) = 0;
  virtual bool suppressed(const KeyedAddress&) = 0;
  virtual bool unsuppress(const KeyedAddress&) = 0;                         // false: it was not suppressed
  virtual std::vector<TaskRecord> expire(WallTime now, std::size_t n) = 0;  // marks them; returns those marked
  // Runs that expired before then and whose objects are still there.
  virtual std::vector<TaskRecord> deletable(WallTime expired_before, std::size_t n) = 0;
  virtual Result<TaskRecord, Refusal> confirm_deleted(const TaskId&, int run) = 0;
  // Removes the addresses of runs that ended before then; returns how many records it changed, 0: none are left.
  virtual std::size_t erase_addresses(WallTime ended_before) = 0;
};

// ---- Mailer ----------------------------------------------------------------------------------------------------

class Mailer {
 public:
  virtual ~Mailer() = default;
  // Returns when the next hop has taken the message. Otherwise Failure: reject, this message will never be taken;
  // anything else, not now. With the code mail_server_failed (core/notice.hpp) no other message would be taken either.
  // What takes its time asks `go_on` every second or so, and breaks the message off when somebody else may send it.
  virtual void send(const Message&, const std::function<bool()>& go_on) = 0;
};

}  // namespace exportd
