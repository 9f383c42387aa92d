#include "testing/dynamo_model.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/failure.hpp"

namespace exportd::testing {

namespace {

using tasks::LogEntry;
using tasks::Record;
using tasks::RecordKey;
using tasks::Write;

double sometimes(Dice& dice, double most) {
  const double drawn = dice.fraction() * most;
  return dice.chance(0.6) ? drawn : 0;
}

Failure failure(const char* code, const char* call) {
  return {FailureKind::retry, code, "task store: DynamoDB takes no more, or does not answer: try again", call};
}

}  // namespace

DynamoWeather draw_dynamo_weather(Dice& dice) {
  DynamoWeather weather;
  weather.throttled = sometimes(dice, 0.1);
  weather.conflict = sometimes(dice, 0.4);
  weather.busy = sometimes(dice, 0.05);
  weather.untold = sometimes(dice, 0.1);
  weather.late = sometimes(dice, 0.1);
  weather.late_max = Milliseconds(dice.between(500, 12'000));
  weather.lag_max = Milliseconds(dice.between(0, 4'000));
  return weather;
}

DynamoModel::DynamoModel(tasks::RecordTable& below, const VirtualTime& time, const DynamoWeather& weather,
                         std::uint64_t seed, Reads reads)
    : below_(below), time_(time), weather_(weather), reads_(reads), dice_(seed) {}

DynamoModel::~DynamoModel() = default;

// Before anybody looks: nobody can tell when exactly it was done.
void DynamoModel::do_the_late() {
  while (!late_.empty() && late_.begin()->first <= time_.now) {
    const Late request = std::move(late_.extract(late_.begin()).mapped());
    ++(commit_below(request.writes, request.log) ? tally_.late : tally_.too_late);
  }
}

void DynamoModel::may_be_throttled(const char* call) {
  do_the_late();
  if (!dice_.chance(weather_.throttled)) return;
  ++tally_.throttled;
  throw failure("store_throttled", call);
}

bool DynamoModel::commit_below(std::span<const Write> writes, std::span<const LogEntry> log) {
  if (!below_.commit(writes, log)) return false;
  std::erase_if(indexed_at_, [&](const auto& record) { return record.second <= time_.now; });
  const auto index = [&](const RecordKey& key) {
    const Milliseconds lag(dice_.between(0, std::max<std::int64_t>(weather_.lag_max.count(), 0)));
    indexed_at_[key] = time_.now + lag;
  };
  for (const Write& write : writes) {
    if (write.kind == Write::Kind::put) index(write.key);
  }
  for (const LogEntry& entry : log) index(entry.key);
  return true;
}

bool DynamoModel::indexed(const RecordKey& key) const {
  const auto found = indexed_at_.find(key);
  return found == indexed_at_.end() || found->second <= time_.now;
}

std::vector<std::optional<Record>> DynamoModel::read(std::span<const RecordKey> keys) {
  may_be_throttled("read");
  if (keys.size() > 1 && dice_.chance(weather_.busy)) {
    ++tally_.busy;
    throw failure("store_busy", "read of several");
  }
  return below_.read(keys);
}

std::vector<Record> DynamoModel::range(const tasks::Range& range) {
  may_be_throttled("range");
  if (reads_ == Reads::consistent) return below_.range(range);
  // The limit counts what is shown.
  tasks::Range all = range;
  all.limit = 0;
  std::vector<Record> found = below_.range(all);
  tally_.unindexed += std::erase_if(found, [&](const Record& record) { return !indexed(record.key); });
  if (range.limit > 0 && found.size() > range.limit) found.resize(range.limit);
  return found;
}

bool DynamoModel::commit(std::span<const Write> writes, std::span<const LogEntry> log) {
  may_be_throttled("commit");
  if (dice_.chance(weather_.conflict)) {
    ++tally_.conflicts;
    return false;
  }
  if (dice_.chance(weather_.late)) {
    const Milliseconds due = time_.now + Milliseconds(dice_.between(0, weather_.late_max.count()));
    late_.emplace(due, Late{{writes.begin(), writes.end()}, {log.begin(), log.end()}});
    throw failure("store_unavailable", "commit, which may come late");
  }
  const bool done = commit_below(writes, log);
  if (dice_.chance(weather_.untold)) {
    ++tally_.untold;
    throw failure("store_unavailable", "reply to a commit");
  }
  return done;
}

std::vector<LogEntry> DynamoModel::log(std::string_view partition) {
  may_be_throttled("log");
  return below_.log(partition);
}

std::vector<LogEntry> DynamoModel::log_since(std::int64_t stamp, std::string& cursor, std::size_t n) {
  may_be_throttled("log_since");
  std::vector<LogEntry> found = below_.log_since(stamp, cursor, n);
  tally_.unindexed += std::erase_if(found, [&](const LogEntry& entry) { return !indexed(entry.key); });
  return found;
}

void DynamoModel::calm_down() {
  const Milliseconds lag = weather_.lag_max;
  weather_ = {};
  weather_.lag_max = lag;
}

}  // namespace exportd::testing
