// What every RecordTable must do. A test instantiates RecordTableContract with its adapters and compiles
// record_table_contract.cpp, which holds the suite.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tasks/record_table.hpp"

namespace exportd::contract {

// A fresh, empty place and any number of tables on it, as several processes would have them.
class RecordTablePlace {
 public:
  virtual ~RecordTablePlace() = default;
  virtual std::unique_ptr<tasks::RecordTable> table() = 0;
};

struct RecordTableAdapter {
  std::string name;
  std::function<std::unique_ptr<RecordTablePlace>()> make;
};

class RecordTableContract : public ::testing::TestWithParam<RecordTableAdapter> {
 protected:
  // Commits one put of {"text": text}.
  bool put(const tasks::RecordKey& key, std::uint64_t expected_version, const std::string& text);
  // "(none)", or the version and the body: 1 {"text":"a"}.
  std::string get(const tasks::RecordKey& key);
  // The sort keys that a range gives.
  std::vector<std::string> sorts(const tasks::Range& range);
  bool log(const std::string& partition, const std::string& sort, std::int64_t stamp);

  std::unique_ptr<RecordTablePlace> place_ = GetParam().make();
  std::unique_ptr<tasks::RecordTable> table_ = place_->table();
};

}  // namespace exportd::contract
