// Downloads in the audit log: started before the first byte, ended with the bytes sent, nothing of the client.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "api/audit_json.hpp"
#include "core/limits.hpp"
#include "tests/unit/api/download_door.hpp"

namespace exportd::api_test {
namespace {

using namespace std::chrono_literals;

const std::string address = "192.0.2.7";

class DownloadAudit : public ::testing::Test {
 protected:
  void SetUp() override { static_cast<void>(door_.finish("rocks", content_)); }

  Download get(const std::string& range = "", const std::string& client = address) {
    const api::Headers headers = range.empty() ? api::Headers{} : api::Headers{{"Range", "bytes=" + range}};
    return door_.get("/v1/exports/" + task_id("rocks").text() + "/file", headers, api::Method::get, client);
  }

  DownloadDoor door_;
  const std::string content_ = std::string(200'000, 'x');
};

TEST_F(DownloadAudit, has_the_start_before_the_first_byte_and_the_end_with_the_bytes_sent) {
  const Download got = get();
  ASSERT_EQ(door_.downloads("rocks").size(), 1U);
  const AuditEvent started = door_.downloads("rocks")[0];
  EXPECT_EQ(started.kind, AuditKind::download_started);
  EXPECT_EQ(started.run.number, 1);
  EXPECT_EQ(started.actor, ActorKind::requester);
  EXPECT_FALSE(started.download->range);
  door_.clock.advance(5s);
  EXPECT_EQ(got.take(70'000, 60'000).size(), 65'536U) << "the client has gone";
  const AuditEvent ended = door_.ended("rocks");
  EXPECT_EQ(ended.download->id, started.download->id);
  EXPECT_EQ(ended.download->bytes, 65'536U);
  EXPECT_EQ(ended.at, started.at + 5s);
}

TEST_F(DownloadAudit, has_an_end_though_the_answer_was_never_sent) {
  {
    const Download dropped = get();
  }
  EXPECT_EQ(door_.ended("rocks").download->bytes, 0U);
}

TEST_F(DownloadAudit, holds_nothing_of_the_client) {
  static_cast<void>(get().take());
  static_cast<void>(get("0-9").take());
  static_cast<void>(door_.ended("rocks"));
  for (const AuditEvent& event : door_.downloads("rocks")) {
    const std::string text = boost::json::serialize(api::audit_json(event));
    EXPECT_EQ(text.find(address), std::string::npos) << text;
    EXPECT_EQ(text.find("record"), std::string::npos) << text;
    EXPECT_NE(text.find(R"("download":{"id":")"), std::string::npos) << text;
  }
}

TEST_F(DownloadAudit, has_all_ranges_of_one_client_file_and_minute_as_one) {
  const Download first = get("0-9");
  const Download second = get("10-99");
  static_cast<void>(first.take());
  static_cast<void>(second.take());
  static_cast<void>(get("100-199").take());
  EXPECT_EQ(door_.downloads("rocks").size(), 1U);
  EXPECT_EQ(door_.downloads("rocks")[0].download->range, (ByteSpan{0, 9}));
  door_.clock.advance(60s);
  const AuditEvent ended = door_.ended("rocks");
  EXPECT_EQ(ended.download->bytes, 200U);
  EXPECT_EQ(ended.download->requests, 3U);
  EXPECT_EQ(ended.at, door_.clock.wall() - 60s) << "when the last one ended";
  static_cast<void>(get("0-9").take());
  EXPECT_EQ(door_.downloads("rocks").size(), 3U) << "another minute";
}

TEST_F(DownloadAudit, tells_clients_and_whole_files_apart) {
  static_cast<void>(get("0-9").take());
  static_cast<void>(get("0-9", "192.0.2.8").take());
  static_cast<void>(get().take());
  static_cast<void>(get().take());
  const std::vector<AuditEvent> events = door_.downloads("rocks");
  EXPECT_EQ(std::ranges::count(events, AuditKind::download_started, &AuditEvent::kind), 4);
}

TEST_F(DownloadAudit, is_not_asked_for_more_than_there_may_be_at_once) {
  std::vector<Download> open;
  for (std::size_t i = 0; i < limits::downloads_of_client_max; ++i) open.push_back(get("0-9"));
  EXPECT_EQ(get("0-9").status(), 429);
  EXPECT_EQ(get("0-9", "192.0.2.8").status(), 206) << "another client";
  static_cast<void>(open.back().take());
  EXPECT_EQ(get("0-9").status(), 206);
}

TEST_F(DownloadAudit, has_no_descriptions_though_they_take_places) {
  const auto describe = [&] {
    return door_.get("/v1/exports/" + task_id("rocks").text() + "/metadata", {}, api::Method::get, address);
  };
  std::vector<Download> open;
  for (std::size_t i = 0; i < limits::downloads_of_client_max; ++i) open.push_back(describe());
  EXPECT_EQ(describe().status(), 429);
  EXPECT_EQ(get().status(), 429);
  EXPECT_TRUE(door_.downloads("rocks").empty());
  static_cast<void>(open.back().take());
  EXPECT_EQ(describe().status(), 200);
  open.pop_back();
  EXPECT_EQ(get().status(), 200);
}

TEST_F(DownloadAudit, that_takes_nothing_lets_no_byte_out) {
  door_.tasks.down = true;
  for (const char* const range : {"", "0-9"}) {
    const Download refused = get(range);
    EXPECT_EQ(refused.status(), 503);
    EXPECT_FALSE(refused.is_file());
    EXPECT_NE(refused.header("Retry-After"), "");
    EXPECT_EQ(refused.text().find("/the/disk"), std::string::npos);
  }
  ASSERT_EQ(door_.log.size(), 2U);
  EXPECT_NE(door_.log[0].find("/the/disk"), std::string::npos);
  door_.tasks.down = false;
  EXPECT_EQ(get("0-9").status(), 206);
  EXPECT_EQ(door_.downloads("rocks").size(), 1U);
}

TEST_F(DownloadAudit, has_an_end_later_if_it_could_not_be_written) {
  const Download got = get();
  door_.tasks.down = true;
  static_cast<void>(got.take());
  std::this_thread::sleep_for(50ms);
  door_.tasks.down = false;
  EXPECT_EQ(door_.ended("rocks").download->bytes, content_.size());
}

TEST_F(DownloadAudit, goes_on_when_there_was_no_memory) {
  const Download got = get();
  door_.tasks.no_memory = true;
  EXPECT_EQ(get().status(), 500);
  static_cast<void>(got.take());
  std::this_thread::sleep_for(50ms);
  door_.tasks.no_memory = false;
  EXPECT_EQ(door_.ended("rocks").download->bytes, content_.size());
}

}  // namespace
}  // namespace exportd::api_test
