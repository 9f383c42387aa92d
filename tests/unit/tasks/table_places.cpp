#include "tests/unit/tasks/table_places.hpp"

#include "tasks/sqlite_table.hpp"
#include "testing/memory_table.hpp"
#include "tests/unit/tasks/temporary_folder.hpp"

namespace exportd::contract {
namespace {

class MemoryPlace final : public RecordTablePlace {
 public:
  std::unique_ptr<tasks::RecordTable> table() override { return std::make_unique<testing::MemoryTable>(table_); }

 private:
  testing::MemoryTable table_;
};

class SqlitePlace final : public RecordTablePlace {
 public:
  std::unique_ptr<tasks::RecordTable> table() override { return std::make_unique<tasks::SqliteTable>(folder_.store()); }

 private:
  tasks::TemporaryFolder folder_;
};

}  // namespace

RecordTableAdapter memory_adapter() {
  return {"memory", [] { return std::make_unique<MemoryPlace>(); }};
}

RecordTableAdapter sqlite_adapter() {
  return {"sqlite", [] { return std::make_unique<SqlitePlace>(); }};
}

}  // namespace exportd::contract
