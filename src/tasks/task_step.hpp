// TaskStep: one atomic step of the task store. Reads some records in one view, is told what to write, and commits all
// of it provided that nothing it read has changed since.
#pragma once

#include <initializer_list>
#include <map>
#include <span>
#include <string_view>
#include <vector>

#include "tasks/record_table.hpp"
#include "tasks/stored_records.hpp"

namespace exportd::tasks {

class TaskStep {
 public:
  explicit TaskStep(RecordTable& table) : table_(table) {}

  // Reads these in one view; those read before keep what was read.
  void read(std::span<const RecordKey> keys);
  void read(std::initializer_list<RecordKey> keys) { read(std::span(keys.begin(), keys.size())); }
  // A range of the table; its records count as read.
  std::vector<Record> list(const Range& range);

  // The body of a record that was read; nullopt: there is none.
  template <class Kind>
  [[nodiscard]] std::optional<Kind> find(const RecordKey& key) const {
    const std::string* body = body_at(key);
    if (body == nullptr) return std::nullopt;
    return read_body<Kind>(*body);
  }
  [[nodiscard]] std::uint64_t number(const RecordKey& key) const;
  [[nodiscard]] bool exists(const RecordKey& key) const { return body_at(key) != nullptr; }
  [[nodiscard]] std::uint64_t version(const RecordKey& key) const;

  // Of records that were read. Each is guarded by the version that was read.
  void put(const RecordKey& key, std::string body);
  void remove(const RecordKey& key);
  void check(const RecordKey& key);
  void log(LogEntry entry) { log_.push_back(std::move(entry)); }

  // False: somebody else was faster; nothing was written, do the step anew.
  [[nodiscard]] bool commit();

 private:
  [[nodiscard]] const std::string* body_at(const RecordKey& key) const;
  void add(Write::Kind kind, const RecordKey& key, std::string body);

  RecordTable& table_;
  std::map<RecordKey, std::optional<Record>> seen_;
  std::vector<Write> writes_;
  std::vector<LogEntry> log_;
};

}  // namespace exportd::tasks
