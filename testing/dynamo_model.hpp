// DynamoModel: a RecordTable that behaves as one in DynamoDB does, over a table that does not. It is throttled, it
// refuses commits because others are at the same records though nothing has changed, it does what it then does not
// tell, and it does it late: seconds after the client has given up. Its index by time is behind. One seed gives one
// history.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tasks/record_table.hpp"
#include "testing/simulation_clock.hpp"
#include "testing/simulation_dice.hpp"

namespace exportd::testing {

// How likely, of each call, 0 to 1.
struct DynamoWeather {
  double throttled = 0;  // Failure(retry, "store_throttled"): nothing was done
  double conflict = 0;   // of a commit: false, though nothing has changed
  double busy = 0;       // of a read of several records: Failure(retry, "store_busy"): they were written all the time
  double untold = 0;     // of a commit: done, then Failure(retry, "store_unavailable")
  double late = 0;       // of a commit: that Failure, and done afterwards, if its conditions then hold
  Milliseconds late_max{5'000};
  Milliseconds lag_max{0};  // of an index: each record comes in its own time
};

[[nodiscard]] DynamoWeather draw_dynamo_weather(Dice& dice);

// What has befallen its callers.
struct DynamoTally {
  std::uint64_t throttled = 0, conflicts = 0, busy = 0, untold = 0;
  std::uint64_t late = 0;       // told as failed, and done afterwards
  std::uint64_t too_late = 0;   // told as failed, and no longer possible when it came
  std::uint64_t unindexed = 0;  // log entries and records that an index did not show yet
};

class DynamoModel final : public tasks::RecordTable {
 public:
  enum class Reads {
    consistent,
    eventual,  // of ranges: the mistake of leaving out ConsistentRead, or of asking an index
  };
  DynamoModel(tasks::RecordTable& below, const VirtualTime& time, const DynamoWeather& weather, std::uint64_t seed,
              Reads reads = Reads::consistent);
  ~DynamoModel() override;

  std::vector<std::optional<tasks::Record>> read(std::span<const tasks::RecordKey> keys) override;
  std::vector<tasks::Record> range(const tasks::Range& range) override;
  bool commit(std::span<const tasks::Write> writes, std::span<const tasks::LogEntry> log) override;
  std::vector<tasks::LogEntry> log(std::string_view partition) override;
  std::vector<tasks::LogEntry> log_since(std::int64_t stamp, std::string& cursor, std::size_t n) override;
  void pause(int) override {}

  // Nothing goes wrong any more; what is late still comes, and indexes stay behind.
  void calm_down();
  // What is late never comes: it went to a table that nobody uses any more.
  void forget_the_late() { late_.clear(); }
  [[nodiscard]] const DynamoTally& tally() const { return tally_; }

 private:
  struct Late {
    std::vector<tasks::Write> writes;
    std::vector<tasks::LogEntry> log;
  };
  void do_the_late();
  void may_be_throttled(const char* call);
  bool commit_below(std::span<const tasks::Write> writes, std::span<const tasks::LogEntry> log);
  [[nodiscard]] bool indexed(const tasks::RecordKey& key) const;

  tasks::RecordTable& below_;
  const VirtualTime& time_;
  DynamoWeather weather_;
  const Reads reads_;
  Dice dice_;
  std::multimap<Milliseconds, Late> late_;
  std::map<tasks::RecordKey, Milliseconds> indexed_at_;  // of what an index does not show yet, perhaps
  DynamoTally tally_;
};

}  // namespace exportd::testing
