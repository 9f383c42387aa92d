// The table in virtual time: what calls cost, how long they take, what is throttled and what gets in another's way.
#include "bench/scaling/virtual_dynamo.hpp"

#include <gtest/gtest.h>

#include "bench/scaling/dynamo_price.hpp"
#include "core/failure.hpp"

namespace exportd::scaling {
namespace {

using namespace std::chrono_literals;
using tasks::LogEntry;
using tasks::RecordKey;
using tasks::Write;

const RecordKey key{"p", "s"};
const RecordKey other{"p", "t"};

Write put(const RecordKey& where, std::uint64_t version, std::size_t bytes = 2) {
  return {Write::Kind::put, where, version, "{" + std::string(bytes - 2, ' ') + "}"};
}

class VirtualDynamoTest : public ::testing::Test {
 protected:
  DynamoTerms terms_{.spread = 0};
  Fibers fibers_;
};

TEST(DynamoPrice, rounds_up_to_whole_units_and_doubles_them_in_transactions) {
  EXPECT_EQ(read_units(0, Transaction::no), 1);
  EXPECT_EQ(read_units(4'096, Transaction::no), 1);
  EXPECT_EQ(read_units(4'097, Transaction::no), 2);
  EXPECT_EQ(read_units(4'097, Transaction::yes), 4);
  EXPECT_EQ(write_units(0, Transaction::no), 1);
  EXPECT_EQ(write_units(1'024, Transaction::no), 1);
  EXPECT_EQ(write_units(1'025, Transaction::no), 2);
  EXPECT_EQ(write_units(1'025, Transaction::yes), 4);
}

TEST_F(VirtualDynamoTest, takes_its_time_and_its_units) {
  VirtualDynamo table(fibers_, terms_, 1);
  fibers_.spawn(0us, [&] {
    const Write one = put(key, 0);
    EXPECT_TRUE(table.commit({&one, 1}, {}));
    EXPECT_EQ(fibers_.now(), 6ms);
    EXPECT_EQ(fibers_.units().writes, 1);
    const std::vector<Write> two{put(key, 1, 3'000), put(other, 0)};
    EXPECT_TRUE(table.commit(two, {}));
    EXPECT_EQ(fibers_.now(), 21ms);
    EXPECT_EQ(fibers_.units().writes, 1 + 2 * 3 + 2);
    static_cast<void>(table.read({&key, 1}));
    EXPECT_EQ(fibers_.now(), 25ms);
    EXPECT_EQ(fibers_.units().reads, 1);
    const std::vector<RecordKey> keys{key, other};
    static_cast<void>(table.read(keys));
    EXPECT_EQ(fibers_.now(), 35ms);
    EXPECT_EQ(fibers_.units().reads, 1 + 4);
    EXPECT_EQ(table.range({"p", "", "", 0, tasks::Order::ascending}).size(), 2U);
    EXPECT_EQ(fibers_.units().reads, 1 + 4 + 1);
    // The entry, and its place in the index by time, which no transaction makes dearer.
    const LogEntry entry{{"t", "1"}, 1, "{}"};
    const Write next = put(other, 1);
    fibers_.units() = {};
    EXPECT_TRUE(table.commit({&next, 1}, {&entry, 1}));
    EXPECT_EQ(fibers_.units().writes, 2 + 2 + 1);
  });
  fibers_.run_until(1s);
}

TEST_F(VirtualDynamoTest, refuses_one_of_two_transactions_at_the_same_record_and_a_put_between) {
  VirtualDynamo table(fibers_, terms_, 1);
  std::string told;
  const auto commit = [&](char name, std::vector<Write> writes) {
    return [&table, &told, name, writes = std::move(writes)] {
      told += name;
      told += table.commit(writes, {}) ? '+' : '-';
    };
  };
  fibers_.spawn(0us, commit('a', {put(key, 0), put({"p", "a"}, 0)}));
  fibers_.spawn(2ms, commit('b', {put(key, 0), put({"p", "b"}, 0)}));
  fibers_.spawn(2ms, commit('c', {put(key, 0)}));
  fibers_.spawn(3ms, commit('d', {put({"p", "d"}, 0), put({"p", "e"}, 0)}));
  fibers_.run_until(1s);
  EXPECT_EQ(told, "abcd--++");  // begun; refused: b and c, at once; done: a and d
  EXPECT_EQ(table.held().commits(), 2U);
}

TEST_F(VirtualDynamoTest, asks_again_for_a_view_of_several_records_while_one_is_being_written) {
  VirtualDynamo table(fibers_, terms_, 1);
  fibers_.spawn(0us, [&] {
    const std::vector<Write> both{put(key, 0), put(other, 0)};
    EXPECT_TRUE(table.commit(both, {}));
  });
  fibers_.spawn(2ms, [&] {
    const std::vector<RecordKey> keys{key, other};
    const auto view = table.read(keys);
    EXPECT_TRUE(view.at(0) && view.at(1));
    EXPECT_GE(fibers_.units().conflicts, 1U);
    EXPECT_EQ(fibers_.units().reads, 4.0 * static_cast<double>(fibers_.units().conflicts + 1));
  });
  fibers_.run_until(1s);
}

TEST_F(VirtualDynamoTest, throttles_a_partition_that_takes_no_more) {
  terms_.partition = {10, 10};
  VirtualDynamo table(fibers_, terms_, 1);
  int read = 0;
  std::uint64_t throttled = 0;
  for (int i = 0; i < 30; ++i) {
    fibers_.spawn(0us, [&] {
      try {
        static_cast<void>(table.read({&key, 1}));
        ++read;
      } catch (const Failure& failure) {
        EXPECT_EQ(failure.code(), "store_throttled");
      }
      throttled += fibers_.units().throttled;
    });
  }
  fibers_.run_until(500ms);
  EXPECT_GE(read, 10);  // a second's worth at once
  EXPECT_LE(read, 15);
  fibers_.run_until(20s);
  EXPECT_GT(throttled, 0U);
  EXPECT_EQ(read, 30);
}

}  // namespace
}  // namespace exportd::scaling
