// ListedSlots: a table for claims that read the slots in one listing instead of one after the other, as docs/scaling.md
// proposes. All else goes through.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bench/scaling/fibers.hpp"
#include "tasks/record_table.hpp"

namespace exportd::scaling {

class ListedSlots final : public tasks::RecordTable {
 public:
  ListedSlots(tasks::RecordTable& table, Fibers& fibers) : table_(table), fibers_(fibers) {}

  // What the running fiber reads of single slots meanwhile is from one listing.
  class Claiming {
   public:
    explicit Claiming(ListedSlots& slots) : slots_(slots), fiber_(&slots.fibers_.units()) {
      slots_.claiming_[fiber_] = std::nullopt;
    }
    ~Claiming() { slots_.claiming_.erase(fiber_); }
    Claiming(const Claiming&) = delete;
    Claiming& operator=(const Claiming&) = delete;

   private:
    ListedSlots& slots_;
    const Units* const fiber_;
  };

  std::vector<std::optional<tasks::Record>> read(std::span<const tasks::RecordKey> keys) override {
    const auto claim = claiming_.find(&fibers_.units());
    if (claim == claiming_.end() || keys.size() != 1 || keys.front().partition != "slot") return table_.read(keys);
    if (!claim->second) {
      auto listing = table_.range({"slot", "", "", 0, tasks::Order::ascending});
      claiming_.at(&fibers_.units()) = std::move(listing);
    }
    const auto& listing = *claiming_.at(&fibers_.units());
    const auto found = std::ranges::find(listing, keys.front(), &tasks::Record::key);
    return {found == listing.end() ? std::nullopt : std::optional(*found)};
  }
  std::vector<tasks::Record> range(const tasks::Range& range) override { return table_.range(range); }
  bool commit(std::span<const tasks::Write> writes, std::span<const tasks::LogEntry> log) override {
    return table_.commit(writes, log);
  }
  std::vector<tasks::LogEntry> log(std::string_view partition) override { return table_.log(partition); }
  std::vector<tasks::LogEntry> log_since(std::int64_t stamp, std::string& cursor, std::size_t n) override {
    return table_.log_since(stamp, cursor, n);
  }
  void pause(int tries) override {
    const auto claim = claiming_.find(&fibers_.units());
    if (claim != claiming_.end()) claim->second.reset();  // it is begun anew
    table_.pause(tries);
  }

 private:
  tasks::RecordTable& table_;
  Fibers& fibers_;
  std::map<const Units*, std::optional<std::vector<tasks::Record>>> claiming_;  // by fiber
};

}  // namespace exportd::scaling
