// The web page's documents and files: their types, tags and what they may load.
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/api/door_under_test.hpp"

namespace exportd::api_test {
namespace {

class PageRoutes : public ::testing::Test {
 protected:
  api::Reply ask(const std::string& path, const std::string& tag = {}) {
    api::Request request;
    request.method_name = "GET";
    request.path = path;
    request.id = "test";
    if (!tag.empty()) request.headers.add("If-None-Match", tag);
    return door_.reply(request);
  }
  static std::string header(const api::Reply& reply, const char* name) {
    return std::string(reply.headers.first(name));
  }

  DoorUnderTest door_;
};

TEST_F(PageRoutes, answer_one_document_at_all_addresses_of_the_page) {
  for (const char* path : {"/", "/exports", "/admin"}) {
    const api::Reply reply = ask(path);
    EXPECT_EQ(reply.status, 200) << path;
    EXPECT_EQ(header(reply, "Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(std::get<std::string>(reply.content), "<title>the page</title>");
  }
}

TEST_F(PageRoutes, let_nothing_run_but_the_pages_own_files) {
  const std::string policy = header(ask("/"), "Content-Security-Policy");
  EXPECT_NE(policy.find("default-src 'none'; script-src 'self'; style-src 'self'"), std::string::npos);
  EXPECT_NE(policy.find("require-trusted-types-for 'script'"), std::string::npos);
  EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos);
  EXPECT_EQ(policy.find("unsafe"), std::string::npos);
  EXPECT_EQ(header(ask("/"), "X-Content-Type-Options"), "nosniff");
}

TEST_F(PageRoutes, are_asked_for_again_by_their_tag) {
  const api::Reply first = ask("/page/page.html");
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(header(first, "Cache-Control"), "no-cache");
  const api::Reply second = ask("/page/page.html", header(first, "ETag"));
  EXPECT_EQ(second.status, 304);
  EXPECT_EQ(header(second, "ETag"), header(first, "ETag"));
  EXPECT_TRUE(std::get<std::string>(second.content).empty());
}

TEST_F(PageRoutes, know_no_other_files) {
  EXPECT_EQ(ask("/page/openapi.json").status, 404);
  EXPECT_EQ(ask("/page/..%2Fpage.html").status, 404);
}

TEST_F(PageRoutes, say_404_of_an_unknown_export_and_show_the_page_all_the_same) {
  const api::Reply reply = ask("/exports/" + std::string(26, 'a'));
  EXPECT_EQ(reply.status, 404);
  EXPECT_EQ(header(reply, "Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(ask("/exports/x").status, 404);
}

}  // namespace
}  // namespace exportd::api_test
