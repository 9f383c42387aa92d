// Downloads through the front door: what is sent of a file, with which headers, and what is refused.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "core/limits.hpp"
#include "seal/sha256.hpp"
#include "tests/unit/api/download_door.hpp"

namespace exportd::api_test {
namespace {

using namespace std::chrono_literals;
using api::Headers;

std::string sample(std::size_t bytes) {
  std::string text(bytes, '\0');
  for (std::size_t i = 0; i < bytes; ++i) text[i] = static_cast<char>((i * 7 + i / 251) % 256);
  return text;
}

std::string path(const std::string& name, const std::string& rest = "/file") {
  return "/v1/exports/" + task_id(name).text() + rest;
}

boost::json::object problem(const Download& download) {
  return boost::json::parse(download.text()).as_object();
}

class Downloads : public ::testing::Test {
 protected:
  DownloadDoor door_;
  const std::string content_ = sample(3 * limits::seal_chunk_bytes + 17);
};

TEST_F(Downloads, give_the_whole_file_with_its_name_tag_and_digest) {
  static_cast<void>(door_.finish("rocks", content_));
  const Download got = door_.get(path("rocks"));
  EXPECT_EQ(got.status(), 200);
  EXPECT_EQ(got.header("Content-Type"), "text/csv; charset=utf-8; header=present");
  EXPECT_EQ(got.header("Content-Disposition"), "attachment; filename=\"petdb-" + task_id("rocks").text() + ".csv\"");
  const std::string sha256 = seal::sha256_hex(content_);
  EXPECT_EQ(got.header("ETag"), "\"" + sha256.substr(0, 32) + "\"");
  EXPECT_EQ(got.header("Repr-Digest").size(), std::string("sha-256=::").size() + 44);
  EXPECT_EQ(got.header("Accept-Ranges"), "bytes");
  EXPECT_EQ(got.header("Cache-Control"), "no-cache, no-transform");
  EXPECT_EQ(got.header("Content-Encoding"), "");
  EXPECT_EQ(got.header("Content-Location"), "https://export.example" + path("rocks", "/runs/1/file"));
  EXPECT_NE(got.header("Link").find(R"(/metadata?run=1>; rel="describedby")"), std::string::npos);
  EXPECT_EQ(got.file().size(), content_.size());
  EXPECT_TRUE(got.take() == content_);
}

TEST_F(Downloads, have_the_digest_of_the_bytes) {
  static_cast<void>(door_.finish("rocks", "abc"));
  EXPECT_EQ(door_.get(path("rocks")).header("Repr-Digest"), "sha-256=:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=:");
}

TEST_F(Downloads, have_the_type_of_what_is_delivered) {
  const std::vector<std::pair<std::string, std::string>> types{
      {"fileType=json", "application/json"},
      {"fileType=ndjson", "application/x-ndjson"},
      {"compression=gzip", "application/gzip"},
      {"compression=zstd&fileType=ndjson", "application/zstd"}};
  char name = 'a';
  for (const auto& [options, type] : types) {
    static_cast<void>(door_.finish(std::string(1, name), content_, options));
    EXPECT_EQ(door_.get(path(std::string(1, name))).header("Content-Type"), type);
    ++name;
  }
}

TEST_F(Downloads, give_any_one_range) {
  static_cast<void>(door_.finish("rocks", content_));
  const std::uint64_t chunk = limits::seal_chunk_bytes;
  const std::uint64_t last = content_.size() - 1;
  const std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges{{0, 0},
                                                                    {0, last},
                                                                    {last, last},
                                                                    {chunk - 1, chunk},
                                                                    {chunk, 2 * chunk - 1},
                                                                    {1, last},
                                                                    {chunk - 5, 3 * chunk + 2}};
  for (const auto& [first, end] : ranges) {
    for (const std::size_t block : {1'000U, 65'536U, 262'144U}) {
      const std::string range = std::to_string(first) + "-" + std::to_string(end);
      const Download got = door_.get(path("rocks"), {{"Range", "bytes=" + range}});
      EXPECT_EQ(got.status(), 206);
      EXPECT_EQ(got.header("Content-Range"), "bytes " + range + "/" + std::to_string(content_.size()));
      EXPECT_EQ(got.header("Repr-Digest").substr(0, 9), "sha-256=:");
      EXPECT_EQ(got.file().size(), end - first + 1);
      EXPECT_TRUE(got.take(block) == content_.substr(first, end - first + 1)) << range;
    }
  }
  EXPECT_TRUE(door_.get(path("rocks"), {{"Range", "bytes=-3"}}).take() == content_.substr(content_.size() - 3));
  EXPECT_EQ(door_.get(path("rocks"), {{"Range", "bytes=0-1,3-4"}}).status(), 200);
  const Download beyond = door_.get(path("rocks"), {{"Range", "bytes=" + std::to_string(content_.size()) + "-"}});
  EXPECT_EQ(beyond.status(), 416);
  EXPECT_EQ(beyond.header("Content-Range"), "bytes */" + std::to_string(content_.size()));
}

TEST_F(Downloads, answer_conditions) {
  static_cast<void>(door_.finish("rocks", content_));
  const std::string tag = door_.get(path("rocks")).header("ETag");
  EXPECT_EQ(door_.get(path("rocks"), {{"If-None-Match", "\"other\""}}).status(), 200);
  EXPECT_EQ(door_.get(path("rocks"), {{"If-Match", "\"other\""}}).status(), 412);
  EXPECT_EQ(door_.get(path("rocks"), {{"If-Match", tag}}).status(), 200);
  const Headers resumed{{"Range", "bytes=5-"}, {"If-Range", tag}};
  EXPECT_TRUE(door_.get(path("rocks"), resumed).take() == content_.substr(5));
  EXPECT_TRUE(door_.get(path("rocks"), {{"Range", "bytes=5-"}, {"If-Range", "\"other\""}}).take() == content_);
}

TEST_F(Downloads, that_are_not_modified_have_the_headers_of_those_that_are_sent) {
  static_cast<void>(door_.finish("rocks", content_));
  for (const char* const of : {"/file", "/runs/1/file", "/metadata", "/metadata?run=1"}) {
    const Download sent = door_.get(path("rocks", of));
    const Download unchanged = door_.get(path("rocks", of), {{"If-None-Match", sent.header("ETag")}});
    EXPECT_EQ(unchanged.status(), 304);
    for (const char* const name : {"ETag", "Content-Location", "Cache-Control"}) {
      EXPECT_NE(unchanged.header(name), "") << of << name;
      EXPECT_EQ(unchanged.header(name), sent.header(name)) << of << name;
    }
  }
}

TEST_F(Downloads, of_head_are_headers_alone) {
  static_cast<void>(door_.finish("rocks", content_));
  const Download got = door_.get(path("rocks"), {{"Range", "bytes=0-1"}}, api::Method::head);
  EXPECT_EQ(got.status(), 200);
  EXPECT_FALSE(got.is_file());
  EXPECT_EQ(got.header("Content-Length"), std::to_string(content_.size()));
  EXPECT_EQ(got.header("ETag"), door_.get(path("rocks")).header("ETag"));
}

TEST_F(Downloads, are_of_the_newest_run_with_a_file) {
  static_cast<void>(door_.finish("rocks", "first"));
  static_cast<void>(door_.finish("rocks", "second"));
  static_cast<void>(door_.fail("rocks"));
  EXPECT_EQ(door_.get(path("rocks")).take(), "second");
  EXPECT_EQ(door_.get(path("rocks", "/runs/1/file")).take(), "first");
  static_cast<void>(door_.request("rocks"));
  EXPECT_EQ(door_.get(path("rocks")).take(), "second") << "while the next is under way";
  EXPECT_EQ(door_.get(path("rocks", "/runs/3/file")).status(), 409) << "it has failed";
  EXPECT_EQ(door_.get(path("rocks", "/runs/4/file")).status(), 409) << "it waits";
  EXPECT_EQ(door_.get(path("rocks", "/runs/5/file")).status(), 404);
}

TEST_F(Downloads, are_looked_for_in_the_last_hundred_runs) {
  static_cast<void>(door_.finish("rocks", "first"));
  for (int i = 0; i < 99; ++i) static_cast<void>(door_.fail("rocks"));
  EXPECT_EQ(door_.get(path("rocks")).take(), "first");
  static_cast<void>(door_.fail("rocks"));
  door_.tasks.reads = 0;
  EXPECT_EQ(door_.get(path("rocks")).status(), 409);
  EXPECT_EQ(door_.tasks.reads, 100);
  EXPECT_EQ(door_.get(path("rocks", "/runs/1/file")).take(), "first");
}

TEST_F(Downloads, that_cannot_be_are_refused_in_plain_words) {
  static_cast<void>(door_.request("rocks"));
  const Download waiting = door_.get(path("rocks"));
  EXPECT_EQ(waiting.status(), 409);
  EXPECT_EQ(waiting.header("Retry-After"), "10");
  static_cast<void>(door_.stored.request_cancel(task_id("rocks"), ActorKind::admin));
  EXPECT_EQ(door_.get(path("rocks")).header("Retry-After"), "");
  EXPECT_NE(door_.get(path("rocks")).text().find("was cancelled"), std::string::npos);
  static_cast<void>(door_.fail("rocks"));
  EXPECT_NE(door_.get(path("rocks")).text().find("a record cannot be read"), std::string::npos);
  EXPECT_EQ(door_.get(path("none")).status(), 404);
  for (const char* const bad : {"/runs/0/file", "/runs/-1/file", "/runs/x/file", "/runs/../file", "/runs/%2e%2e/file",
                                "/runs/99999999999/file", "/runs//file", "/runs/1/file/", "/file/../metadata"}) {
    EXPECT_EQ(door_.get(path("rocks", bad)).status(), 404) << bad;
  }
  for (const char* const bad : {"/v1/exports/../file", "/v1/exports/..%2f..%2fetc/file", "/v1/exports/petdb/file"}) {
    EXPECT_EQ(door_.get(bad).status(), 404) << bad;
  }
}

TEST_F(Downloads, of_expired_files_say_how_to_have_them_again) {
  static_cast<void>(door_.finish("rocks", content_, "compression=gzip"));
  door_.clock.advance(24h);
  for (int marked = 0; marked < 2; ++marked) {
    const Download got = door_.get(path("rocks"));
    EXPECT_EQ(got.status(), 410);
    const std::string again = "https://export.example/v1/petdb/exports?variables=rocks&compression=gzip";
    EXPECT_EQ(problem(got)["again"].as_string(), again);
    EXPECT_EQ(got.header("Link"), "<" + again + ">; rel=\"urn:exportd:again\"");
    EXPECT_EQ(door_.get(path("rocks", "/runs/1/file")).status(), 410);
    EXPECT_EQ(door_.stored.expire(door_.clock.wall(), 10).size(), marked == 0 ? 1U : 0U);
  }
  static_cast<void>(door_.fail("rocks"));
  EXPECT_EQ(door_.get(path("rocks")).status(), 410) << "the failed run does not hide it";
  static_cast<void>(door_.request("rocks"));
  EXPECT_EQ(door_.get(path("rocks")).status(), 409) << "a new one is coming";
}

TEST_F(Downloads, need_an_identity) {
  static_cast<void>(door_.finish("rocks", content_));
  door_.use({});
  const Download got = door_.get(path("rocks"));
  EXPECT_EQ(got.status(), 503);
  EXPECT_EQ(problem(got)["code"].as_string(), "no_identity");
  EXPECT_NE(got.header("Retry-After"), "");
}

TEST_F(Downloads, of_missing_or_changed_objects_are_errors_of_ours) {
  const Receipt receipt = *door_.finish("rocks", content_).run.receipt;
  const auto size = static_cast<std::size_t>(door_.files.stat(receipt.object)->bytes);
  door_.damage(receipt.object, size - 100'000, 0);
  EXPECT_EQ(door_.get(path("rocks")).status(), 500) << "cut short";
  static_cast<void>(door_.files.remove(receipt.object));
  EXPECT_EQ(door_.get(path("rocks")).status(), 500);
  EXPECT_EQ(door_.get(path("rocks"), {}, api::Method::head).status(), 500);
  EXPECT_TRUE(door_.downloads("rocks").empty()) << "no byte was sent";
  ASSERT_EQ(door_.log.size(), 3U);
  EXPECT_NE(door_.log[1].find("object_missing"), std::string::npos);
  const Download got = door_.get(path("rocks"));
  EXPECT_EQ(got.text().find("petdb/"), std::string::npos) << "no key of an object";
}

TEST_F(Downloads, of_another_whole_object_than_was_made_are_refused) {
  const Receipt first = *door_.finish("rocks", content_).run.receipt;
  const Receipt second = *door_.finish("stones", "another").run.receipt;
  const auto reader = door_.files.open(second.object);
  std::string bytes(static_cast<std::size_t>(reader->size()), '\0');
  static_cast<void>(reader->read_at(0, bytes));
  static_cast<void>(door_.files.remove(first.object));
  const auto object = door_.files.create(first.object, {});
  object->write(bytes);
  object->finish();
  EXPECT_EQ(door_.get(path("rocks")).status(), 500);
}

TEST_F(Downloads, are_cut_where_the_object_is_damaged) {
  const Receipt receipt = *door_.finish("rocks", content_).run.receipt;
  const auto size = static_cast<std::size_t>(door_.files.stat(receipt.object)->bytes);
  door_.damage(receipt.object, size - 50'000, 1);  // in the last but one chunk
  const Download got = door_.get(path("rocks"));
  ASSERT_EQ(got.status(), 200);
  std::vector<char> bytes(limits::seal_chunk_bytes);
  std::string all;
  EXPECT_THROW(while (true) all.append(bytes.data(), got.file().read(bytes)), Failure);
  EXPECT_TRUE(all == content_.substr(0, 2 * limits::seal_chunk_bytes)) << "never a wrong byte, of " << all.size();
  got.file().ended(all.size());
  ASSERT_EQ(door_.log.size(), 1U);
  EXPECT_NE(door_.log[0].find("seal_corrupt"), std::string::npos);
  EXPECT_NE(door_.log[0].find("request-1"), std::string::npos);
  EXPECT_EQ(door_.ended("rocks").download->bytes, all.size());
}

TEST_F(Downloads, of_an_empty_file_are_empty) {
  static_cast<void>(door_.finish("rocks", ""));
  const Download got = door_.get(path("rocks"));
  EXPECT_EQ(got.status(), 200);
  EXPECT_EQ(got.file().size(), 0U);
  EXPECT_EQ(door_.get(path("rocks"), {{"Range", "bytes=0-"}}).status(), 416);
}

TEST_F(Downloads, of_descriptions_outlive_the_file) {
  static_cast<void>(door_.finish("rocks", content_));
  static_cast<void>(door_.fail("rocks"));
  door_.clock.advance(48h);
  static_cast<void>(door_.stored.expire(door_.clock.wall(), 10));
  const Download got = door_.get(path("rocks", "/metadata"));
  EXPECT_EQ(got.status(), 200);
  EXPECT_EQ(got.header("Content-Type"), "application/csvm+json");
  EXPECT_NE(got.header("Link").find(R"(/runs/1/file>; rel="describes")"), std::string::npos);
  EXPECT_EQ(got.take(), description_of("rocks"));
  EXPECT_EQ(door_.get(path("rocks", "/metadata"), {{"If-None-Match", got.header("ETag")}}).status(), 304);
  EXPECT_EQ(door_.get(path("rocks", "/metadata?run=1"), {}, api::Method::head).header("Content-Length"),
            std::to_string(description_of("rocks").size()));
  EXPECT_EQ(door_.get(path("rocks", "/metadata?run=2")).status(), 409);
  EXPECT_EQ(door_.get(path("rocks", "/metadata?run=3")).status(), 404);
  EXPECT_EQ(door_.get(path("rocks", "/metadata?run=x")).status(), 422);
  EXPECT_TRUE(door_.downloads("rocks").empty());
}

}  // namespace
}  // namespace exportd::api_test
