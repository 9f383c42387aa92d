// What calls of the task store's table cost in DynamoDB, in capacity units. Pure.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
#pragma once

#include <cmath>
#include <cstddef>

#include "tasks/record_table.hpp"

namespace exportd::scaling {

// An item is {p, s, v, b, n}: two keys, the version, the body, and the name of the commit that wrote it. Attribute
// names are one byte each, the number about two, the commit's name 32.
constexpr std::size_t item_overhead = 5 + 2 + 32;

[[nodiscard]] inline std::size_t item_bytes(const tasks::RecordKey& key, std::size_t body) {
  return key.partition.size() + key.sort.size() + body + item_overhead;
}
[[nodiscard]] inline std::size_t item_bytes(const tasks::Record& record) {
  return item_bytes(record.key, record.body.size());
}
// An audit entry has the key of the index by time too: its stamp, partition and sort key, and "log".
[[nodiscard]] inline std::size_t item_bytes(const tasks::LogEntry& entry) {
  return item_bytes(entry.key, entry.body.size()) + entry.key.partition.size() + entry.key.sort.size() + 15 + 8 + 6;
}

enum class Transaction { no, yes };

// Of 4 KB, for a strongly consistent read; what is not there costs one. In a transaction twice as much.
[[nodiscard]] inline double read_units(std::size_t bytes, Transaction in) {
  const double units = bytes == 0 ? 1 : std::ceil(static_cast<double>(bytes) / 4'096);
  return in == Transaction::yes ? 2 * units : units;
}
// Of 1 KB, of the larger of what was there and what is put there; a removal, a check and a write that is refused cost
// as much.
[[nodiscard]] inline double write_units(std::size_t bytes, Transaction in) {
  const double units = bytes == 0 ? 1 : std::ceil(static_cast<double>(bytes) / 1'024);
  return in == Transaction::yes ? 2 * units : units;
}

}  // namespace exportd::scaling
