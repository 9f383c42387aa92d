// What DynamoTable makes of answers that a healthy server seldom gives: lost, throttled, in conflict. The contract
// suites run on a real server (tests/dynamodb).
#include "tasks/dynamo_table.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <set>
#include <string>
#include <vector>

#include "core/failure.hpp"
#include "net/aws_fixed_credentials.hpp"
#include "tasks/dynamo_items.hpp"
#include "testing/real_clock.hpp"
#include "tests/unit/net/loopback_server.hpp"

namespace exportd::tasks {
namespace {

namespace json = boost::json;
using net::answer;
using net::Asked;
using net::LoopbackServer;

const std::string cut_off;

std::string error(const std::string& name, const std::string& more = "") {
  return answer(400, R"({"__type":"com.amazonaws.dynamodb.v20120810#)" + name + "\"" + more + "}");
}

std::string cancelled(const std::string& reason) {
  return error("TransactionCanceledException",
               R"(,"CancellationReasons":[{"Code":"None"},{"Code":")" + reason + R"("}])");
}

// What the server holds, when a condition fails.
std::string held(json::object item) {
  return error("ConditionalCheckFailedException", R"(,"Item":)" + json::serialize(item));
}

json::object item_of(const Asked& asked) {
  return json::parse(asked.body).at("Item").as_object();
}

class DynamoTableTest : public ::testing::Test {
 protected:
  DynamoTable table(const LoopbackServer& server) {
    const net::AwsService service{.name = "task store", .endpoint = server.url(), .scope = {"eu-west-1", "dynamodb"}};
    return DynamoTable(
        std::make_shared<net::AwsClient>(
            service, std::make_shared<net::FixedAwsCredentials>(net::AwsCredentials{"AKID", "secret", "", {}}), clock_),
        {"t-"});
  }
  static bool put(DynamoTable& table, std::uint64_t expected_version) {
    const Write write{Write::Kind::put, {"p", "s"}, expected_version, "{}"};
    return table.commit({&write, 1}, {});
  }
  static bool put_two(DynamoTable& table) {
    const std::vector<Write> writes{{Write::Kind::put, {"p", "1"}, 0, "{}"}, {Write::Kind::check, {"p", "2"}, 3, ""}};
    return table.commit(writes, {});
  }
  static std::string code_of(const std::function<void()>& action) {
    try {
      action();
    } catch (const Failure& failure) {
      EXPECT_TRUE(failure.message().starts_with("task store: ")) << failure.message();
      return failure.code();
    }
    return "none";
  }
  static std::size_t tokens(const LoopbackServer& server) {
    std::set<std::string> found;
    for (const Asked& asked : server.asked()) {
      found.insert(std::string(json::parse(asked.body).at("ClientRequestToken").as_string()));
    }
    return found.size();
  }

  testing::RealClock clock_;
};

TEST_F(DynamoTableTest, knows_its_own_write_again_after_a_lost_answer) {
  const LoopbackServer server(
      [](const Asked& asked, int times) { return times == 1 ? cut_off : held(item_of(asked)); });
  DynamoTable asking = table(server);
  EXPECT_TRUE(put(asking, 0));
  EXPECT_EQ(server.asked().size(), 2U);
}

TEST_F(DynamoTableTest, tells_anothers_write_after_a_lost_answer_from_one_that_cannot_be_known) {
  const auto after_lost_answer = [&](std::optional<Write> stored) {
    const LoopbackServer server([&](const Asked&, int times) {
      if (times == 1) return cut_off;
      return stored ? held(dynamo_item(*stored, "another")) : error("ConditionalCheckFailedException");
    });
    DynamoTable asking = table(server);
    std::string said;
    const std::string code = code_of([&] { said = put(asking, 4) ? "done" : "lost"; });
    return said.empty() ? code : said;
  };
  EXPECT_EQ(after_lost_answer(Write{Write::Kind::put, {"p", "s"}, 4, "{}"}), "lost") << "version 5 is another's";
  EXPECT_EQ(after_lost_answer(Write{Write::Kind::put, {"p", "s"}, 5, "{}"}), "store_unavailable") << "over ours?";
  EXPECT_EQ(after_lost_answer(std::nullopt), "store_unavailable") << "ours, removed?";
}

TEST_F(DynamoTableTest, takes_a_failed_condition_of_the_first_try_as_a_lost_race) {
  const LoopbackServer server([](const Asked& asked, int) { return held(item_of(asked)); });
  DynamoTable asking = table(server);
  EXPECT_FALSE(put(asking, 0));
}

TEST_F(DynamoTableTest, removes_one_record_in_a_transaction) {
  const LoopbackServer server([](const Asked&, int times) { return times == 1 ? cut_off : answer(200, "{}"); });
  DynamoTable asking = table(server);
  const Write removal{Write::Kind::remove, {"p", "s"}, 2, ""};
  EXPECT_TRUE(asking.commit({&removal, 1}, {}));
  EXPECT_EQ(tokens(server), 1U);
}

TEST_F(DynamoTableTest, waits_out_throttling_inside_a_transaction_with_one_token) {
  const LoopbackServer server(
      [](const Asked&, int times) { return times < 3 ? cancelled("ThrottlingError") : answer(200, "{}"); });
  DynamoTable asking = table(server);
  EXPECT_TRUE(put_two(asking));
  EXPECT_EQ(server.asked().size(), 3U);
  EXPECT_EQ(tokens(server), 1U);
}

TEST_F(DynamoTableTest, takes_a_conflict_as_a_lost_race_unless_it_may_be_with_itself) {
  const LoopbackServer others([](const Asked&, int) { return cancelled("TransactionConflict"); });
  DynamoTable losing = table(others);
  EXPECT_FALSE(put_two(losing));
  const LoopbackServer itself([](const Asked&, int times) {
    return times == 1 ? cut_off : times == 2 ? cancelled("TransactionConflict") : answer(200, "{}");
  });
  DynamoTable winning = table(itself);
  EXPECT_TRUE(put_two(winning));
  EXPECT_EQ(tokens(itself), 1U);
}

TEST_F(DynamoTableTest, reads_again_what_is_being_written) {
  const LoopbackServer server([](const Asked&, int times) {
    return times == 1 ? cancelled("TransactionConflict") : answer(200, R"({"Responses":[{},{}]})");
  });
  DynamoTable asking = table(server);
  const std::vector<RecordKey> keys{{"p", "1"}, {"p", "2"}};
  EXPECT_EQ(asking.read(keys).size(), 2U);
}

TEST_F(DynamoTableTest, says_what_is_wrong) {
  const std::vector<std::pair<std::string, std::string>> known{
      {error("ResourceNotFoundException"), "no_task_store"},
      {error("AccessDeniedException"), "store_not_allowed"},
      {error("UnrecognizedClientException"), "store_not_allowed"},
      {error("ValidationException", R"(,"message":"Item size has exceeded the maximum allowed size")"),
       "record_too_large"},
      {error("ValidationException", R"(,"message":"odd")"), "store_refused"},
      {answer(200, "not JSON"), "store_unavailable"},
      {answer(404, "<html>"), "store_refused"}};
  for (const auto& [answered, code] : known) {
    const LoopbackServer server([&said = answered](const Asked&, int) { return said; });
    DynamoTable asking = table(server);
    EXPECT_EQ(code_of([&] { put(asking, 0); }), code) << answered;
  }
  const LoopbackServer refusing([](const Asked&, int) { return cancelled("ValidationError"); });
  DynamoTable asking = table(refusing);
  EXPECT_EQ(code_of([&] { put_two(asking); }), "store_refused");
}

TEST_F(DynamoTableTest, sends_nothing_that_would_not_be_taken) {
  const LoopbackServer server([](const Asked&, int) { return answer(200, "{}"); });
  DynamoTable asking = table(server);
  const std::vector<Write> writes{
      {Write::Kind::put, {std::string(2'049, 'p'), "s"}, 0, "{}"},
      {Write::Kind::put, {"p", std::string(1'025, 's')}, 0, "{}"},
      {Write::Kind::put, {"p", "s"}, 0, "\"" + std::string(400 * 1'024, 'b') + "\""},
  };
  for (const Write& write : writes) EXPECT_EQ(code_of([&] { asking.commit({&write, 1}, {}); }), "record_too_large");
  EXPECT_TRUE(server.asked().empty());
}

TEST(DynamoItems, are_in_the_order_of_time_then_partition_then_sort_key) {
  EXPECT_LT(place_in_time(9, "t", "9"), place_in_time(10, "t", "1"));
  EXPECT_LT(place_in_time(9, "a", "z"), place_in_time(9, "a#", "a"));
  EXPECT_LT(place_in_time(9), place_in_time(9, "a", "a"));
  EXPECT_EQ(place_in_time(-1), place_in_time(0));
}

}  // namespace
}  // namespace exportd::tasks
