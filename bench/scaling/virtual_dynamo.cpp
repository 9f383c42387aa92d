#include "bench/scaling/virtual_dynamo.hpp"

#include <algorithm>
#include <cmath>

#include "bench/scaling/dynamo_price.hpp"
#include "core/failure.hpp"

namespace exportd::scaling {

using tasks::LogEntry;
using tasks::Record;
using tasks::RecordKey;
using tasks::Write;

namespace {

// The client's: as many tries, no longer than that in all, the first pause at most so long.
constexpr int tries_max = 10;
constexpr Microseconds patience = std::chrono::seconds(7);
constexpr Microseconds throttled_pause = std::chrono::seconds(1);
constexpr const char* index_partition = "audit's index by time";

Failure failure(const char* code) {
  return {FailureKind::retry, code, "task store: DynamoDB takes no more at the moment: try again later"};
}

void add(std::vector<Demand>& demands, const std::string& partition, double reads, double writes) {
  const auto found = std::ranges::find(demands, partition, &Demand::partition);
  if (found == demands.end()) {
    demands.push_back({partition, reads, writes});
  } else {
    found->reads += reads;
    found->writes += writes;
  }
}

std::size_t bytes_of(const std::vector<Record>& records) {
  std::size_t bytes = 0;
  for (const Record& record : records) bytes += item_bytes(record);
  return bytes;
}

}  // namespace

Microseconds VirtualDynamo::drawn(double milliseconds) {
  const double random = -std::log(1 - dice_.fraction()) * terms_.spread + (1 - terms_.spread);
  return Microseconds(static_cast<std::int64_t>(milliseconds * random * 1'000));
}

void VirtualDynamo::enter(const std::vector<Demand>& demands) {
  const Microseconds deadline = fibers_.now() + patience;
  Microseconds longest = throttled_pause;
  for (int tries = 1; !limits_.take(fibers_.now(), demands); ++tries) {
    ++fibers_.units().throttled;
    const Microseconds pause(static_cast<std::int64_t>(dice_.fraction() * static_cast<double>(longest.count())));
    if (tries == tries_max || fibers_.now() + pause >= deadline) throw failure("store_throttled");
    fibers_.sleep(pause);
    longest *= 2;
  }
  Units& units = fibers_.units();
  ++units.calls;
  for (const Demand& demand : demands) {
    units.reads += demand.reads;
    units.writes += demand.writes;
  }
}

bool VirtualDynamo::taken(std::span<const RecordKey> keys) const {
  return std::ranges::any_of(keys, [this](const RecordKey& key) { return taken_.contains(key); });
}

std::vector<std::optional<Record>> VirtualDynamo::read(std::span<const RecordKey> keys) {
  if (keys.size() > 1) return read_in_transaction(keys);
  const auto before = held_.read(keys).front();
  enter({{keys.front().partition, read_units(before ? item_bytes(*before) : 0, Transaction::no), 0}});
  const Microseconds time = drawn(terms_.get);
  fibers_.sleep(time / 2);
  auto found = held_.read(keys);
  fibers_.sleep(time - time / 2);
  return found;
}

// Refused when one of the records is being written; then asked for again.
std::vector<std::optional<Record>> VirtualDynamo::read_in_transaction(std::span<const RecordKey> keys) {
  const Microseconds deadline = fibers_.now() + patience;
  for (int tries = 1;; ++tries) {
    auto found = held_.read(keys);
    std::vector<Demand> demands;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const std::size_t bytes = found[i] ? item_bytes(*found[i]) : 0;
      add(demands, keys[i].partition, read_units(bytes, Transaction::yes), 0);
    }
    enter(demands);
    const Microseconds time = drawn(terms_.transact_get);
    const auto share = static_cast<std::int64_t>(static_cast<double>(time.count()) * terms_.under_way);
    fibers_.sleep((time - Microseconds(share)) / 2);
    found = held_.read(keys);
    bool quiet = !taken(keys);
    fibers_.sleep(Microseconds(share));
    const auto after = held_.read(keys);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      quiet = quiet && found[i].has_value() == after[i].has_value() &&
              (!found[i] || found[i]->version == after[i]->version);
    }
    quiet = quiet && !taken(keys);
    fibers_.sleep((time - Microseconds(share)) / 2);
    if (quiet) return found;
    ++fibers_.units().conflicts;
    if (fibers_.now() >= deadline) throw failure("store_busy");
    pause(tries);
  }
}

std::vector<Record> VirtualDynamo::range(const tasks::Range& range) {
  const double kilobytes = static_cast<double>(bytes_of(held_.range(range))) / 1'024;
  enter({{range.partition, read_units(static_cast<std::size_t>(kilobytes * 1'024), Transaction::no), 0}});
  const Microseconds time = drawn(terms_.query + kilobytes * terms_.query_kilobyte);
  fibers_.sleep(time / 2);
  auto found = held_.range(range);
  fibers_.sleep(time - time / 2);
  return found;
}

std::vector<Demand> VirtualDynamo::demands(std::span<const Write> writes, std::span<const LogEntry> log,
                                           bool transaction) {
  const Transaction in = transaction ? Transaction::yes : Transaction::no;
  std::vector<Demand> demands;
  for (const Write& write : writes) {
    const auto before = held_.read(std::span(&write.key, 1)).front();
    const std::size_t old_bytes = before ? item_bytes(*before) : 0;
    const std::size_t new_bytes = write.kind == Write::Kind::put ? item_bytes(write.key, write.body.size()) : 0;
    add(demands, write.key.partition, 0, write_units(std::max(old_bytes, new_bytes), in));
  }
  for (const LogEntry& entry : log) {
    const std::size_t bytes = item_bytes(entry);
    add(demands, "audit#" + entry.key.partition, 0, write_units(bytes, in));
    add(demands, index_partition, 0, write_units(bytes, Transaction::no));
  }
  return demands;
}

bool VirtualDynamo::commit(std::span<const Write> writes, std::span<const LogEntry> log) {
  const bool one_put = writes.size() + log.size() == 1 && (writes.empty() || writes.front().kind == Write::Kind::put);
  const bool done = one_put ? put(writes, log) : transact(writes, log);
  if (!done) ++fibers_.units().lost;
  return done;
}

bool VirtualDynamo::put(std::span<const Write> writes, std::span<const LogEntry> log) {
  enter(demands(writes, log, false));
  const Microseconds time = drawn(terms_.put);
  fibers_.sleep(time / 2);
  const bool conflict = !writes.empty() && taken_.contains(writes.front().key);
  const bool done = !conflict && held_.commit(writes, log);
  fibers_.sleep(time - time / 2);
  if (conflict) ++fibers_.units().conflicts;
  return done;
}

bool VirtualDynamo::transact(std::span<const Write> writes, std::span<const LogEntry> log) {
  enter(demands(writes, log, true));
  std::vector<RecordKey> keys;
  for (const Write& write : writes) keys.push_back(write.key);
  const Microseconds time = drawn(terms_.transact_write);
  const auto share = static_cast<std::int64_t>(static_cast<double>(time.count()) * terms_.under_way);
  const Microseconds way = (time - Microseconds(share)) / 2;
  fibers_.sleep(way);
  const bool conflict = taken(keys);
  bool done = false;
  if (!conflict) {
    // Puts that come meanwhile are refused, so that what holds now holds at its end.
    taken_.insert(keys.begin(), keys.end());
    fibers_.sleep(Microseconds(share));
    done = held_.commit(writes, log);
    for (const RecordKey& key : keys) taken_.erase(key);
  }
  fibers_.sleep(way);
  if (conflict) ++fibers_.units().conflicts;
  return done;
}

std::vector<LogEntry> VirtualDynamo::log(std::string_view partition) {
  auto found = held_.log(partition);
  std::size_t bytes = 0;
  for (const LogEntry& entry : found) bytes += item_bytes(entry);
  enter({{"audit#" + std::string(partition), read_units(bytes, Transaction::no), 0}});
  fibers_.sleep(drawn(terms_.query));
  return found;
}

std::vector<LogEntry> VirtualDynamo::log_since(std::int64_t stamp, std::string& cursor, std::size_t n) {
  auto found = held_.log_since(stamp, cursor, n);
  std::size_t bytes = 0;
  for (const LogEntry& entry : found) bytes += item_bytes(entry);
  enter({{index_partition, read_units(bytes, Transaction::no) / 2, 0}});
  fibers_.sleep(drawn(terms_.query));
  return found;
}

// As the adapter's: full jitter, at most 0.4 s.
void VirtualDynamo::pause(int tries) {
  const double longest = std::min(400, 10 << std::min(tries - 1, 10));
  fibers_.sleep(Microseconds(static_cast<std::int64_t>(dice_.fraction() * longest * 1'000)));
}

}  // namespace exportd::scaling
