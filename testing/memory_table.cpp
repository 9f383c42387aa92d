#include "testing/memory_table.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <mutex>
#include <random>
#include <set>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "core/failure.hpp"

namespace exportd::testing {

namespace {

using tasks::LogEntry;
using tasks::Record;
using tasks::RecordKey;
using tasks::Write;

// The limits are DynamoDB's, the narrowest of the tables.
constexpr std::size_t partition_bytes_max = 2'048;
constexpr std::size_t sort_bytes_max = 1'024;
constexpr std::size_t body_bytes_max = 390'000;
constexpr std::size_t read_keys_max = 100;

void require(bool holds, const std::string& what) {
  if (!holds) throw std::logic_error("record table: " + what);
}

void require_key(const RecordKey& key) {
  require(!key.partition.empty() && !key.sort.empty(), "a key has an empty part");
  require(key.partition.size() <= partition_bytes_max && key.sort.size() <= sort_bytes_max, "a key is too long");
}

void require_body(const RecordKey& key, const std::string& body) {
  boost::json::error_code bad;
  const boost::json::value value = boost::json::parse(body, bad);
  require(!bad && value.is_object(), "the body of " + key.partition + "/" + key.sort + " is no JSON object: " + body);
  require(body.size() <= body_bytes_max, "the body of " + key.partition + "/" + key.sort + " is too long");
}

void require_write(const Write& write) {
  require_key(write.key);
  if (write.kind == Write::Kind::put) {
    require_body(write.key, write.body);
    return;
  }
  require(write.body.empty(), "a write without a record has a body");
  require(write.kind == Write::Kind::check || write.expected_version != 0, "what is absent is removed");
}

void require_commit(std::span<const Write> writes, std::span<const LogEntry> log) {
  require(!writes.empty() || !log.empty(), "an empty commit");
  require(writes.size() + log.size() <= tasks::commit_records_max, "too many records in one commit");
  std::set<RecordKey> keys;
  for (const Write& write : writes) {
    require_write(write);
    require(keys.insert(write.key).second, write.key.partition + "/" + write.key.sort + " twice in one commit");
  }
  keys.clear();
  for (const LogEntry& entry : log) {
    require_key(entry.key);
    require_body(entry.key, entry.body);
    require(keys.insert(entry.key).second, "one log entry twice in one commit");
  }
}

std::string cursor_behind(const LogEntry& entry) {
  return std::to_string(entry.stamp) + "\n" + entry.key.partition + "\n" + entry.key.sort;
}

using LogPlace = std::tuple<std::int64_t, std::string, std::string>;

LogPlace place_of(const std::string& cursor) {
  const std::size_t first = cursor.find('\n');
  const std::size_t second = cursor.find('\n', first + 1);
  require(second != std::string::npos, "a cursor that it did not give");
  return {std::stoll(cursor), cursor.substr(first + 1, second - first - 1), cursor.substr(second + 1)};
}

}  // namespace

struct MemoryTable::Shared {
  explicit Shared(const TableFaults& given) : faults(given), random(given.seed) {}

  mutable std::mutex mutex;
  TableFaults faults;
  std::mt19937_64 random;
  CommitHook before_commit;
  MemorySnapshot held;
  std::uint64_t commits = 0;

  // With the mutex held.
  void may_fail(double likelihood, const char* call) {
    if (likelihood <= 0 || std::uniform_real_distribution<double>(0, 1)(random) >= likelihood) return;
    throw Failure(FailureKind::retry, "store_error", "task store: it failed: a fault of the test: try again", call);
  }
  [[nodiscard]] std::uint64_t version(const RecordKey& key) const {
    const auto found = held.records.find(key);
    return found == held.records.end() ? 0 : found->second.version;
  }
};

MemoryTable::MemoryTable(const TableFaults& faults) : shared_(std::make_shared<Shared>(faults)) {}

std::vector<std::optional<Record>> MemoryTable::read(std::span<const RecordKey> keys) {
  require(!keys.empty() && keys.size() <= read_keys_max, "none or too many records in one read");
  const std::set<RecordKey> distinct(keys.begin(), keys.end());
  require(distinct.size() == keys.size(), "one record twice in one read");
  const std::lock_guard lock(shared_->mutex);
  shared_->may_fail(shared_->faults.before, "read");
  std::vector<std::optional<Record>> found;
  for (const RecordKey& key : keys) {
    require_key(key);
    const auto record = shared_->held.records.find(key);
    found.push_back(record == shared_->held.records.end() ? std::nullopt : std::optional<Record>(record->second));
  }
  return found;
}

std::vector<Record> MemoryTable::range(const tasks::Range& range) {
  require(!range.partition.empty(), "a range of no partition");
  const std::lock_guard lock(shared_->mutex);
  shared_->may_fail(shared_->faults.before, "range");
  const auto& records = shared_->held.records;
  const bool up = range.order == tasks::Order::ascending;
  std::vector<Record> found;
  for (auto at = records.lower_bound({range.partition, range.prefix}); at != records.end(); ++at) {
    const RecordKey& key = at->first;
    if (key.partition != range.partition || !key.sort.starts_with(range.prefix)) break;
    if (!up && !range.after.empty() && key.sort >= range.after) break;
    if (up && !range.after.empty() && key.sort <= range.after) continue;
    found.push_back(at->second);
    if (up && found.size() == range.limit) break;
  }
  if (!up) std::reverse(found.begin(), found.end());
  if (range.limit > 0 && found.size() > range.limit) found.resize(range.limit);
  return found;
}

bool MemoryTable::commit(std::span<const Write> writes, std::span<const LogEntry> log) {
  require_commit(writes, log);
  CommitHook before_commit;
  {
    const std::lock_guard lock(shared_->mutex);
    before_commit = shared_->before_commit;
  }
  if (before_commit) before_commit(writes, log);

  const std::lock_guard lock(shared_->mutex);
  shared_->may_fail(shared_->faults.before, "commit");
  const auto holds = [&](const Write& write) { return shared_->version(write.key) == write.expected_version; };
  const auto is_new = [&](const LogEntry& entry) { return !shared_->held.log.contains(entry.key); };
  const bool done = std::all_of(writes.begin(), writes.end(), holds) && std::all_of(log.begin(), log.end(), is_new);
  if (done) {
    for (const Write& write : writes) {
      if (write.kind == Write::Kind::remove) shared_->held.records.erase(write.key);
      if (write.kind != Write::Kind::put) continue;
      shared_->held.records[write.key] = {write.key, write.expected_version + 1, write.body};
    }
    for (const LogEntry& entry : log) shared_->held.log.emplace(entry.key, entry);
    ++shared_->commits;
  }
  shared_->may_fail(shared_->faults.after, "reply to a commit");
  return done;
}

std::vector<LogEntry> MemoryTable::log(std::string_view partition) {
  require(!partition.empty(), "the log of no partition");
  const std::lock_guard lock(shared_->mutex);
  shared_->may_fail(shared_->faults.before, "log");
  std::vector<LogEntry> found;
  for (auto at = shared_->held.log.lower_bound({std::string(partition), ""});
       at != shared_->held.log.end() && at->first.partition == partition; ++at) {
    found.push_back(at->second);
  }
  return found;
}

std::vector<LogEntry> MemoryTable::log_since(std::int64_t stamp, std::string& cursor, std::size_t n) {
  const LogPlace behind = cursor.empty() ? LogPlace{stamp, "", ""} : place_of(cursor);
  const std::lock_guard lock(shared_->mutex);
  shared_->may_fail(shared_->faults.before, "log_since");
  std::vector<LogEntry> found;
  for (const auto& [key, entry] : shared_->held.log) {
    if (LogPlace{entry.stamp, key.partition, key.sort} > behind) found.push_back(entry);
  }
  std::sort(found.begin(), found.end(), [](const LogEntry& a, const LogEntry& b) {
    return std::tie(a.stamp, a.key.partition, a.key.sort) < std::tie(b.stamp, b.key.partition, b.key.sort);
  });
  if (found.size() > n) found.resize(n);
  cursor = found.size() == n && n > 0 ? cursor_behind(found.back()) : "";
  return found;
}

void MemoryTable::set_faults(const TableFaults& faults) {
  const std::lock_guard lock(shared_->mutex);
  shared_->faults = faults;
  shared_->random.seed(faults.seed);
}

void MemoryTable::on_commit(CommitHook before_commit) {
  const std::lock_guard lock(shared_->mutex);
  shared_->before_commit = std::move(before_commit);
}

MemorySnapshot MemoryTable::snapshot() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->held;
}

void MemoryTable::restore(MemorySnapshot snapshot) {
  const std::lock_guard lock(shared_->mutex);
  shared_->held = std::move(snapshot);
}

std::uint64_t MemoryTable::commits() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->commits;
}

}  // namespace exportd::testing
