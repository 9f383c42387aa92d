// Which stored objects the housekeeping removes, and which it never touches.
#include "work/file_rounds.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tasks/stored_tasks.hpp"
#include "testing/memory_file_store.hpp"
#include "testing/memory_table.hpp"
#include "tests/contract/task_store_contract.hpp"
#include "work/object_names.hpp"

namespace exportd::work {
namespace {

using namespace std::chrono_literals;
using contract::task_id;

class Rounds : public ::testing::Test {
 protected:
  void put(const ObjectKey& key) {
    const auto sink = files_.create(key, {});
    sink->write("sealed");
    sink->finish();
  }
  ObjectNames local(const std::string& random, LocalObject kind) {
    ObjectNames names = local_object_names("petdb", task_id("rocks"), random, kind, "csv");
    put(names.object);
    put(names.metadata);
    return names;
  }
  bool stored(const ObjectKey& key) { return files_.stat(key).has_value(); }
  void remove_unreachable() { FileRounds(store_, files_, clock_, observer_).remove_unreachable(); }

  testing::MemoryTable table_;
  contract::HandClock clock_;
  tasks::StoredTasks store_{table_, clock_, {}, "first"};
  testing::MemoryFileStore files_{{}, [this] { return clock_.wall(); }};
  Observer observer_;
};

TEST_F(Rounds, remove_what_a_local_run_left_behind_once_it_is_a_day_old) {
  const ObjectNames kept = local("0123456789abcdef", LocalObject::kept);
  const ObjectNames staged = local("0123456789abcdef", LocalObject::staged);
  clock_.advance(23h);
  const ObjectNames at_work = local("fedcba9876543210", LocalObject::staged);
  remove_unreachable();
  EXPECT_EQ(files_.list("").size(), 6U) << "it may still be read";
  clock_.advance(2h);
  remove_unreachable();
  EXPECT_FALSE(stored(staged.object));
  EXPECT_FALSE(stored(staged.metadata));
  EXPECT_TRUE(stored(at_work.object) && stored(at_work.metadata)) << "two hours old";
  EXPECT_TRUE(stored(kept.object) && stored(kept.metadata)) << "somebody wanted it";
}

TEST_F(Rounds, remove_nothing_by_its_age_that_is_not_a_stage_of_a_local_run) {
  const std::string task = task_id("rocks").text();
  const std::vector<std::string> others{"local.staged-1.csv.age",
                                        "petdb/local.staged-1.csv.age",
                                        "petdb/no-task/local.staged-1.csv.age",
                                        "petdb/" + task + "/my.local.staged-1.csv.age",
                                        "petdb/" + task + "/local.1.csv.age",
                                        "petdb/" + task + "/run-1.7.csv.age",
                                        "petdb/" + task + "/deeper/local.staged-1.csv.age"};
  for (const std::string& other : others) put(ObjectKey(other));
  clock_.advance(1000h);
  remove_unreachable();
  EXPECT_EQ(files_.list("").size(), others.size()) << "run-1.7: no token of this store's";
}

TEST_F(Rounds, remove_no_object_whose_age_is_not_known) {
  testing::MemoryFileStore dateless({}, [] { return WallTime{}; });
  const ObjectNames names = local_object_names("petdb", task_id("rocks"), "1", LocalObject::staged, "csv");
  dateless.create(names.object, {})->finish();
  clock_.advance(1000h);
  FileRounds(store_, dateless, clock_, observer_).remove_unreachable();
  EXPECT_TRUE(dateless.stat(names.object).has_value());
}

}  // namespace
}  // namespace exportd::work
