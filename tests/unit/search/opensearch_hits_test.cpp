// What is read out of OpenSearch's answers, and what is not taken from them.
#include "search/opensearch_hits.hpp"

#include <gtest/gtest.h>

#include "core/failure.hpp"
#include "search/opensearch_cursor.hpp"
#include "search/opensearch_pages.hpp"

namespace exportd::search {
namespace {

PaddedAnswer answer_of(std::string_view text) {
  return PaddedAnswer(std::vector<char>(text.begin(), text.end()));
}

std::string code_of(std::string_view text) {
  const PaddedAnswer answer = answer_of(text);
  try {
    static_cast<void>(read_hits(answer.text()));
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.kind(), FailureKind::retry);
    return failure.code();
  }
  return "";
}

TEST(OpenSearchHits, are_the_documents_as_they_stand) {
  const PaddedAnswer answer = answer_of(
      R"({"_scroll_id":"abc==","took":3,"timed_out":false,"_shards":{"total":2,"successful":2,"skipped":0,"failed":0},)"
      R"("hits":{"total":{"value":2,"relation":"eq"},"max_score":null,"hits":[)"
      R"({"_index":"x","_id":"1","_score":null,"_source":{ "a" : 1.50 ,"_source":{"b":[1,{}]}},"sort":["1",5]},)"
      R"({"_index":"x","_id":"2","_source":{},"sort":["2",6]}]},)"
      R"("aggregations":{"all":{"doc_count":7,"highest":{"value":41.0},"sum":{"value":1.23E2}},)"
      R"("middle":{"values":{"50.0":20.5}}}})");
  const OpenSearchHits hits = read_hits(answer.text());
  EXPECT_EQ(hits.context, "abc==");
  EXPECT_EQ(hits.total, 2U);
  EXPECT_EQ(hits.documents, (std::vector<std::string_view>{R"({ "a" : 1.50 ,"_source":{"b":[1,{}]}})", "{}"}));
  EXPECT_EQ(hits.last_sort, R"(["2",6])");
  EXPECT_EQ(hits.highest_seen, 41);
  EXPECT_EQ(hits.sum_seen, 123U);
  EXPECT_EQ(hits.records_seen, 7U);
  EXPECT_EQ(hits.middle_seen, 20.5);
}

TEST(OpenSearchHits, have_no_total_that_is_not_exact) {
  const PaddedAnswer answer = answer_of(R"({"_shards":{"total":1,"successful":1,"failed":0},)"
                                        R"("hits":{"total":{"value":10000,"relation":"gte"},"hits":[]}})");
  EXPECT_EQ(read_hits(answer.text()).total, std::nullopt);
}

TEST(OpenSearchHits, of_a_part_of_the_records_are_refused) {
  EXPECT_EQ(code_of(R"({"timed_out":true,"hits":{"hits":[]}})"), "search_incomplete");
  for (const char* shards : {R"({"total":2,"successful":1,"failed":1})", R"({"total":2,"successful":1,"failed":0})",
                             R"({"total":2,"failed":0})", R"({"total":2,"successful":2})"}) {
    EXPECT_EQ(code_of(std::string(R"({"timed_out":false,"_shards":)") + shards + R"(,"hits":{"hits":[]}})"),
              "search_incomplete")
        << shards;
  }
}

TEST(OpenSearchHits, are_not_read_out_of_anything_else) {
  for (const char* text : {"", "<html>", "[]", "{}", R"({"hits":{}})", R"({"hits":{"hits":[{"_id":"1"}]}})",
                           R"({"hits":{"hits":[{"_source":7}]}})", R"({"hits":{"hits":[]}} x)",
                           R"({"hits":{"hits":[{"_source":{"a":1})", "{\"hits\":{\"hits\":[]},\"x\":\"\xff\"}"}) {
    EXPECT_EQ(code_of(text), "search_answer_broken") << text;
  }
}

TEST(OpenSearchPages, are_the_answer_itself_where_it_is_small) {
  PaddedAnswer answer = answer_of(R"({"a":1} {"b":2})");
  const std::vector<std::string_view> documents = {answer.text().substr(0, 7), answer.text().substr(8)};
  const char* const at = answer.bytes.data();
  const std::deque<Page> pages = pages_of(std::move(answer), documents);
  ASSERT_EQ(pages.size(), 1U);
  EXPECT_EQ(pages[0].bytes.data(), at);
  EXPECT_EQ(pages[0].documents, documents);
}

TEST(OpenSearchPages, of_a_large_answer_are_several) {
  const std::string third(limits::page_bytes_max / 3, 'x');
  std::string text;
  for (int i = 0; i < 4; ++i) text += third;
  PaddedAnswer answer = answer_of(text);
  std::vector<std::string_view> documents;
  for (std::size_t i = 0; i < 4; ++i) documents.push_back(answer.text().substr(i * third.size(), third.size()));
  const std::deque<Page> pages = pages_of(std::move(answer), documents);
  ASSERT_EQ(pages.size(), 2U);
  EXPECT_EQ(pages[0].documents.size(), 3U);
  ASSERT_EQ(pages[1].documents.size(), 1U);
  EXPECT_EQ(pages[1].documents[0], third);
  EXPECT_EQ(pages[1].bytes.size(), third.size() + limits::page_padding_bytes);
}

TEST(OpenSearchPages, have_no_room_for_a_document_that_is_too_large) {
  PaddedAnswer answer = answer_of(std::string(limits::page_bytes_max + 1, 'x'));
  const std::vector<std::string_view> documents = {answer.text()};
  try {
    static_cast<void>(pages_of(std::move(answer), documents));
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code(), "record_too_large");
  }
}

}  // namespace
}  // namespace exportd::search
